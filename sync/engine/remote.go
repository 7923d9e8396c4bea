package engine

import (
	"context"

	"latchkey/sync/ks"
)

// Remote is what the engine asks of SALTO KS; *ks.Client is one. Every method
// is one request, or one per page of a list.
type Remote interface {
	Site(ctx context.Context, site string) (ks.Site, error)
	SiteMe(ctx context.Context, site string) (ks.User, error)
	IQs(ctx context.Context, site string) ([]ks.IQ, error)
	Locks(ctx context.Context, site string) ([]ks.Lock, error)
	Roles(ctx context.Context, site string) ([]ks.Role, error)
	Tags(ctx context.Context, site string) ([]ks.Tag, error)

	// Entries hands over what happened at the doors, a page at a time: see
	// ks.Client.
	Entries(ctx context.Context, site string, q ks.EntryQuery, each func([]ks.Entry) error) error

	UserPages(site string) *ks.Pages[ks.User]
	GroupPages(site string) *ks.Pages[ks.Group]
	MemberPages(site, group string) *ks.Pages[ks.Member]

	User(ctx context.Context, site, id string) (ks.User, error)
	UserByEmail(ctx context.Context, site, email string) ([]ks.User, error)
	CreateUser(ctx context.Context, site string, u ks.NewUser) (ks.User, error)
	UpdateUser(ctx context.Context, site, id string, p ks.UserPatch) (ks.User, error)
	SetSubscribed(ctx context.Context, site, id string, on bool) error
	DeleteUser(ctx context.Context, site, id string) error

	GroupsByName(ctx context.Context, site, name string) ([]ks.Group, error)
	CreateGroup(ctx context.Context, site, name string) (ks.Group, error)
	DeleteGroup(ctx context.Context, site, group string) error
	AddGroupMember(ctx context.Context, site, group, platformID string) error
	RemoveGroupMember(ctx context.Context, site, group, platformID string) error
	GroupLocks(ctx context.Context, site, group string) ([]ks.Lock, error)
	AddGroupLock(ctx context.Context, site, group, lock string) error
	RemoveGroupLock(ctx context.Context, site, group, lock string) error
	Schedules(ctx context.Context, site, group string) ([]ks.Schedule, error)
	AddSchedule(ctx context.Context, site, group string, s ks.Schedule) (ks.Schedule, error)
	RemoveSchedule(ctx context.Context, site, group, schedule string) error
	UpdateSchedule(ctx context.Context, site, group string, s ks.Schedule) (ks.Schedule, error)
}
