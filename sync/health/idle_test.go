package health

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

func TestWhoTakesASeatAndOpensNothing(t *testing.T) {
	for name, row := range map[string]struct {
		change func(*Facts)
		want   string
	}{
		"everybody opens something": {func(*Facts) {}, ""},
		"in no group":               {func(f *Facts) { empty(f, "g-full") }, "Mia Berg"},
		"in a standing group without a door": {
			func(f *Facts) { f.Mirror.Groups[0].Doors = nil }, "Mia Berg"},
		"in a standing group without a schedule": {
			func(f *Facts) { f.Mirror.Groups[0].Schedules = nil }, "Mia Berg"},
		"in a standing group that was not read": {
			func(f *Facts) { f.Mirror.Groups[0] = store.KSGroup{ID: "g-full"} }, ""},
		"in a managed group without a door": {
			func(f *Facts) {
				f.Seen.Groups["g-booking"] = store.SeenGroup{People: []string{"p-jo"}, PeopleAt: now, DoorsAt: now}
			}, "Jo Test"},
		"in a managed group without a schedule": {
			func(f *Facts) {
				f.Seen.Groups["g-booking"] = store.SeenGroup{People: []string{"p-jo"}, PeopleAt: now, SchedulesAt: now}
			}, "Jo Test"},
		"suspended":                     {func(f *Facts) { empty(f, "g-full"); user(f, func(u *store.KSUser) { u.Subscribed = false }) }, ""},
		"blocked":                       {func(f *Facts) { empty(f, "g-full"); user(f, func(u *store.KSUser) { u.Blocked = true }) }, ""},
		"staff":                         {func(f *Facts) { empty(f, "g-full"); user(f, func(u *store.KSUser) { u.Staff = true }) }, ""},
		"not known in groups":           {func(f *Facts) { empty(f, "g-full"); user(f, func(u *store.KSUser) { u.PlatformID = "" }) }, ""},
		"users not read":                {func(f *Facts) { empty(f, "g-full"); f.Seen.UsersAt = time.Time{} }, ""},
		"groups not read":               {func(f *Facts) { empty(f, "g-full"); f.Seen.GroupsAt = time.Time{} }, ""},
		"people of one group not read":  {func(f *Facts) { empty(f, "g-full"); f.Seen.Groups["g-new"] = store.SeenGroup{} }, ""},
		"that group opens nothing":      {func(f *Facts) { empty(f, "g-full"); f.Seen.Groups["g-new"] = store.SeenGroup{DoorsAt: now} }, "Mia Berg"},
		"without a name, known by mail": {func(f *Facts) { empty(f, "g-full"); user(f, func(u *store.KSUser) { *u = nameless(*u) }) }, "mia@example.org"},
		"two, in the order of names":    {func(f *Facts) { empty(f, "g-full"); empty(f, "g-booking") }, "Jo Test, Mia Berg"},
	} {
		t.Run(name, func(t *testing.T) {
			found := wrong(row.change)
			if row.want == "" {
				require.Empty(t, found)
				return
			}
			require.Len(t, found, 1)
			require.Equal(t, IdleUsers, found[0].Code)
			require.Equal(t, row.want, found[0].Text.Args["Names"])
		})
	}
}

// empty empties a group.
func empty(f *Facts, group string) {
	g := f.Seen.Groups[group]
	g.People = nil
	f.Seen.Groups[group] = g
}

func user(f *Facts, change func(*store.KSUser)) {
	u := f.Seen.Users["u-mia"]
	change(&u)
	f.Seen.Users["u-mia"] = u
}

func nameless(u store.KSUser) store.KSUser {
	u.FirstName, u.LastName, u.Email = "", "", "mia@example.org"
	return u
}

func TestIdleUsersComeInAFixedOrder(t *testing.T) {
	f := well()
	f.Seen.Groups = map[string]store.SeenGroup{}
	for _, id := range []string{"u-3", "u-1", "u-2"} {
		f.Seen.Users[id] = store.KSUser{ID: id, PlatformID: "p-" + id, FirstName: "Al", Subscribed: true}
	}
	var ids []string
	for _, u := range Idle(f.Seen, f.Mirror) {
		ids = append(ids, u.ID)
	}
	require.Equal(t, []string{"u-1", "u-2", "u-3", "u-jo", "u-mia"}, ids)
}
