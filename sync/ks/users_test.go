package ks

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestStaffIsWhoMayMoreThanOpenDoors: a person with the app, with a PIN or of a
// pod is none, and neither is one of whom KS does not say.
func TestStaffIsWhoMayMoreThanOpenDoors(t *testing.T) {
	for _, c := range []struct {
		roles string
		want  bool
	}{
		{`null`, false},
		{`[]`, false},
		{`[null]`, false},
		{`[{"id":"r","customer_reference":"Role"}]`, false},
		{`[{"code":"site_user"}]`, false},
		{`[{"code":"site_user"},{"code":"site_mobile_user"}]`, false},
		{`[{"code":"site_pod_member"}]`, false},
		{`[{"code":"site_guest"}]`, false},
		{`[{"code":"site_admin"}]`, true},
		{`[{"code":"site_super_user"}]`, true},
		{`[{"code":"site_mobile_user"},{"code":"site_super_user"}]`, true},
		{`[{"code":"site_user"},{"code":"site_remote_office_mode_user"}]`, true},
		{`[{"code":"site_user"},{"code":"one_of_next_year"}]`, true},
	} {
		u, err := decodeOne[wireUser]([]byte(`{"id":"su-1","roles":` + c.roles + `}`))
		require.NoError(t, err)
		require.Equal(t, c.want, u.Staff(), c.roles)
	}
	none, err := decodeOne[wireUser]([]byte(`{"id":"su-1"}`))
	require.NoError(t, err)
	require.False(t, none.Staff())
}
