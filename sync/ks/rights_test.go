package ks

import (
	"testing"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

func TestTheAccountIsToldThatItLacksTheRole(t *testing.T) {
	site := Site{ID: "s", Name: "Nord", Owner: Owner{ID: "u-9"}}
	role := func(code string) []Role { return []Role{{ID: "r", Code: code, Name: "Role of " + code}} }
	for name, me := range map[string]User{
		"site admin":       {PlatformID: "u-1", Roles: append(role("site_mobile_user"), role(RoleSiteAdmin)...)},
		"owner":            {PlatformID: "u-9", Roles: role(RoleSiteUser)},
		"roles not told":   {PlatformID: "u-1"},
		"roles without id": {PlatformID: "u-1", Roles: []Role{{}}},
	} {
		require.NoError(t, CheckRights(site, me), name)
	}
	for _, code := range []string{RoleSiteUser, "site_super_user", "site_guest"} {
		err := CheckRights(site, User{PlatformID: "u-1", Roles: role(code)})
		require.Equal(t, store.CodeForbid, store.CodeOf(err))
		require.Contains(t, err.Error(), "Role of "+code)
		require.Contains(t, err.Error(), "Site Admin")
	}
	require.Error(t, CheckRights(Site{}, User{Roles: role(RoleSiteUser)}), "no owner known is not the owner")
	me, err := inMemory(gives(200, nil, []byte(userBody))).SiteMe(t.Context(), "s")
	require.NoError(t, err)
	require.True(t, me.Has(RoleSiteUser))
	require.Equal(t, "Site User", me.RoleNames())
}
