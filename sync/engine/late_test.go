package engine

import (
	"context"
	"net/http"
	"slices"
	"time"

	"latchkey/sync/ks"
)

// lateRemote is a KS that shows what was just made only after a while, as the
// real one does (ks-connect-api, section 3). It reports every call before it
// is made.
type lateRemote struct {
	*ks.Client
	now  func() time.Time
	late time.Duration
	born map[string]time.Time // by id, or "group/platform id"
	call func()
}

func (r *lateRemote) made(err error, ids ...string) error {
	for _, id := range ids {
		if _, known := r.born[id]; err == nil && id != "" && !known {
			r.born[id] = r.now()
		}
	}
	return err
}

func (r *lateRemote) hidden(id string) bool {
	born, known := r.born[id]
	return known && r.now().Before(born.Add(r.late))
}

func notFound(op string) error {
	return &ks.Error{Status: http.StatusNotFound, Code: "2202", Kind: ks.NotFound, Op: op}
}

func (r *lateRemote) Site(ctx context.Context, site string) (ks.Site, error) {
	r.call()
	return r.Client.Site(ctx, site)
}

func (r *lateRemote) Users(ctx context.Context, site string) ([]ks.User, error) {
	r.call()
	users, err := r.Client.Users(ctx, site)
	return slices.DeleteFunc(users, func(u ks.User) bool { return r.hidden(u.ID) }), err
}

func (r *lateRemote) User(ctx context.Context, site, id string) (ks.User, error) {
	r.call()
	if r.hidden(id) {
		return ks.User{}, notFound("read a person")
	}
	return r.Client.User(ctx, site, id)
}

func (r *lateRemote) CreateUser(ctx context.Context, site string, u ks.NewUser) (ks.User, error) {
	r.call()
	made, err := r.Client.CreateUser(ctx, site, u)
	return made, r.made(err, made.ID)
}

func (r *lateRemote) UpdateUser(ctx context.Context, site, id string, p ks.UserPatch) (ks.User, error) {
	r.call()
	if r.hidden(id) {
		return ks.User{}, notFound("change a person")
	}
	return r.Client.UpdateUser(ctx, site, id, p)
}

func (r *lateRemote) SetSubscribed(ctx context.Context, site, id string, on bool) error {
	r.call()
	return r.Client.SetSubscribed(ctx, site, id, on)
}

func (r *lateRemote) DeleteUser(ctx context.Context, site, id string) error {
	r.call()
	return r.Client.DeleteUser(ctx, site, id)
}

func (r *lateRemote) Groups(ctx context.Context, site string) ([]ks.Group, error) {
	r.call()
	groups, err := r.Client.Groups(ctx, site)
	return slices.DeleteFunc(groups, func(g ks.Group) bool { return r.hidden(g.ID) }), err
}

func (r *lateRemote) GroupsByName(ctx context.Context, site, name string) ([]ks.Group, error) {
	r.call()
	groups, err := r.Client.GroupsByName(ctx, site, name)
	return slices.DeleteFunc(groups, func(g ks.Group) bool { return r.hidden(g.ID) }), err
}

func (r *lateRemote) CreateGroup(ctx context.Context, site, name string) (ks.Group, error) {
	r.call()
	made, err := r.Client.CreateGroup(ctx, site, name)
	return made, r.made(err, made.ID)
}

func (r *lateRemote) DeleteGroup(ctx context.Context, site, group string) error {
	r.call()
	return r.Client.DeleteGroup(ctx, site, group)
}

func (r *lateRemote) GroupMembers(ctx context.Context, site, group string) ([]ks.Member, error) {
	r.call()
	if r.hidden(group) {
		return nil, notFound("list people of a group")
	}
	members, err := r.Client.GroupMembers(ctx, site, group)
	return slices.DeleteFunc(members, func(m ks.Member) bool { return r.hidden(group + "/" + m.PlatformID) }), err
}

func (r *lateRemote) AddGroupMember(ctx context.Context, site, group, platformID string) error {
	r.call()
	return r.made(r.Client.AddGroupMember(ctx, site, group, platformID), group+"/"+platformID)
}

func (r *lateRemote) RemoveGroupMember(ctx context.Context, site, group, platformID string) error {
	r.call()
	delete(r.born, group+"/"+platformID)
	return r.Client.RemoveGroupMember(ctx, site, group, platformID)
}

func (r *lateRemote) AddGroupLock(ctx context.Context, site, group, lock string) error {
	r.call()
	return r.Client.AddGroupLock(ctx, site, group, lock)
}

func (r *lateRemote) RemoveGroupLock(ctx context.Context, site, group, lock string) error {
	r.call()
	return r.Client.RemoveGroupLock(ctx, site, group, lock)
}

func (r *lateRemote) GroupLocks(ctx context.Context, site, group string) ([]ks.Lock, error) {
	r.call()
	if r.hidden(group) {
		return nil, notFound("list doors of a group")
	}
	return r.Client.GroupLocks(ctx, site, group)
}

func (r *lateRemote) AddSchedule(ctx context.Context, site, group string, s ks.Schedule) (ks.Schedule, error) {
	r.call()
	made, err := r.Client.AddSchedule(ctx, site, group, s)
	return made, r.made(err, made.ID)
}

func (r *lateRemote) UpdateSchedule(ctx context.Context, site, group string, s ks.Schedule) (ks.Schedule, error) {
	r.call()
	return r.Client.UpdateSchedule(ctx, site, group, s)
}

func (r *lateRemote) Schedules(ctx context.Context, site, group string) ([]ks.Schedule, error) {
	r.call()
	schedules, err := r.Client.Schedules(ctx, site, group)
	return slices.DeleteFunc(schedules, func(s ks.Schedule) bool { return r.hidden(s.ID) }), err
}
