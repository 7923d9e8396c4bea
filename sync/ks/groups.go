package ks

import (
	"context"
	"net/http"
	"slices"
)

// Groups returns the access groups of the site (MEAS).
func (c *Client) Groups(ctx context.Context, site string) ([]Group, error) {
	return c.GroupPages(site).all(ctx)
}

// GroupPages reads the access groups of the site page by page (MEAS).
func (c *Client) GroupPages(site string) *Pages[Group] {
	return pages[wireGroup](c, "list groups", inSite(site, "access_groups").counted())
}

// GroupsByName returns the groups of exactly that name; none is no error, and
// more than one is possible (CLI).
func (c *Client) GroupsByName(ctx context.Context, site, name string) ([]Group, error) {
	found, err := list[wireGroup](ctx, c, "find a group", inSite(site, "access_groups").where("customer_reference", name).counted())
	// A server that ignores the filter, or upper and lower case, gives more.
	return slices.DeleteFunc(found, func(g Group) bool { return g.Name != name }), err
}

// CreateGroup makes a group that opens nothing yet. KS makes a second one of
// the same name without a word, so look first (DOC).
func (c *Client) CreateGroup(ctx context.Context, site, name string) (Group, error) {
	return create[wireGroup](ctx, c, "create a group", inSite(site, "access_groups"), groupBody(name))
}

// RenameGroup gives a group another name (GUESS).
func (c *Client) RenameGroup(ctx context.Context, site, group, name string) error {
	return c.change(ctx, "rename a group", http.MethodPatch, inGroup(site, group), groupBody(name))
}

// DeleteGroup deletes a group with its schedules and memberships (CLI).
func (c *Client) DeleteGroup(ctx context.Context, site, group string) error {
	return c.change(ctx, "delete a group", http.MethodDelete, inGroup(site, group), nil)
}

func groupBody(name string) map[string]string {
	return map[string]string{"customer_reference": name}
}

// GroupMembers returns the people of a group, by platform user id (MEAS).
func (c *Client) GroupMembers(ctx context.Context, site, group string) ([]Member, error) {
	return c.MemberPages(site, group).all(ctx)
}

// MemberPages reads the people of a group page by page (MEAS). KS is not asked
// how many they are: it is not known to say so here, and a page that it leaves
// out goes unseen.
func (c *Client) MemberPages(site, group string) *Pages[Member] {
	return pages[wireMember](c, "list people of a group", inGroup(site, group, "users"))
}

// AddGroupMember puts a person into a group. The id is the platform user id:
// with a site user id KS says "User not found" (MEAS).
func (c *Client) AddGroupMember(ctx context.Context, site, group, platformID string) error {
	return c.change(ctx, "add a person to a group", http.MethodPost, inGroup(site, group, "users"), map[string]string{"user_id": platformID})
}

// RemoveGroupMember takes a person out of a group, by platform user id (CLI).
func (c *Client) RemoveGroupMember(ctx context.Context, site, group, platformID string) error {
	return c.change(ctx, "take a person out of a group", http.MethodDelete, inGroup(site, group, "users", platformID), nil)
}

// GroupLocks returns the doors of a group. Only ID and Name are sure to be
// filled (MEAS).
func (c *Client) GroupLocks(ctx context.Context, site, group string) ([]Lock, error) {
	return list[wireLock](ctx, c, "list doors of a group", inGroup(site, group, "locks"))
}

// AddGroupLock puts a door into a group (MEAS).
func (c *Client) AddGroupLock(ctx context.Context, site, group, lock string) error {
	return c.change(ctx, "add a door to a group", http.MethodPost, inGroup(site, group, "locks"), map[string]string{"lock_id": lock})
}

// RemoveGroupLock takes a door out of a group. Only the version of the time
// schedules is known to do so (CLI).
func (c *Client) RemoveGroupLock(ctx context.Context, site, group, lock string) error {
	return c.change(ctx, "take a door out of a group", http.MethodDelete, inGroup(site, group, "locks", lock).of(schedulesPart), nil)
}

// Schedules returns the schedules of a group (MEAS).
func (c *Client) Schedules(ctx context.Context, site, group string) ([]Schedule, error) {
	return list[wireSchedule](ctx, c, "list schedules", schedules(site, group))
}

// AddSchedule opens a group at certain times. The result is KS's spelling of
// it: compare with [Schedule.Equal] (DOC).
func (c *Client) AddSchedule(ctx context.Context, site, group string, s Schedule) (Schedule, error) {
	return create[wireSchedule](ctx, c, "add a schedule", schedules(site, group), s.toWire())
}

// UpdateSchedule replaces the schedule with s.ID by s; KS wants all of it
// (CLI). The result is the zero Schedule when KS answered with nothing.
func (c *Client) UpdateSchedule(ctx context.Context, site, group string, s Schedule) (Schedule, error) {
	return update[wireSchedule](ctx, c, "change a schedule", schedules(site, group, s.ID), s.toWire())
}

// RemoveSchedule closes a group at the times of that schedule (CLI).
func (c *Client) RemoveSchedule(ctx context.Context, site, group, schedule string) error {
	return c.change(ctx, "remove a schedule", http.MethodDelete, schedules(site, group, schedule), nil)
}
