package engine

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"latchkey/sync/ks"
	"latchkey/sync/kssim"
)

func managedGroups(sim *kssim.Sim) []string {
	var names []string
	for _, s := range sim.Snapshot().Sites {
		for _, g := range s.Groups {
			if strings.HasPrefix(g.Name, "Latchkey ") {
				names = append(names, g.Name)
			}
		}
	}
	return names
}

func usersNamed(sim *kssim.Sim, email string) int {
	n := 0
	for _, s := range sim.Snapshot().Sites {
		for _, u := range s.Users {
			if strings.EqualFold(u.Email, email) {
				n++
			}
		}
	}
	return n
}

func user(t *testing.T, sim *kssim.Sim, email string) kssim.UserSnapshot {
	t.Helper()
	for _, s := range sim.Snapshot().Sites {
		for _, u := range s.Users {
			if strings.EqualFold(u.Email, email) {
				return u
			}
		}
	}
	require.Fail(t, "no user "+email)
	return kssim.UserSnapshot{}
}

func newUser(roles []ks.Role, email string) ks.NewUser {
	u := ks.NewUser{FirstName: "Some", LastName: "Body", Email: email}
	for _, r := range roles {
		if r.Code == ks.RoleSiteUser {
			u.RoleID = r.ID
		}
	}
	return u
}
