package kssim

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPatterns(t *testing.T) {
	tests := []struct {
		on, method, path string
		want             bool
	}{
		{"", "DELETE", "/anything", true},
		{"POST /v1.2/sites/*/users", "POST", "/v1.2/sites/7/users", true},
		{"POST /v1.2/sites/*/users", "GET", "/v1.2/sites/7/users", false},
		{"POST /v1.2/sites/*/users", "POST", "/v1.2/sites/7/users/8", false},
		{"POST /v1.2/sites/*/users", "POST", "/v1.2/sites/7/8/users", false},
		{"POST /v1.2/sites/*/users", "POST", "/v1.2/sites//users", true},
		{"POST /v1.2/sites/*/users", "POST", "/v1.2/sites/users", false},
		{"* /v1.*/**", "PATCH", "/v1.1/me", true},
		{"* /v1.*/**", "PATCH", "/v1.2", true},
		{"* /v1.*/**", "PATCH", "/v2/me", false},
		{"/connect/**", "POST", "/connect/token", true},
		{"/connect/**", "GET", "/connect", true},
		{"/connect/**", "GET", "/connected", false},
		{"GET /connect/**", "POST", "/connect/token", false},
		{"/**", "GET", "/", true},
		{"/**", "GET", "/a/b/c", true},
		{"/**/users", "GET", "/users", true},
		{"/**/users", "GET", "/v1.2/sites/7/users", true},
		{"/**/users/**", "GET", "/v1.2/users/7/pin", true},
		{"/**/users", "GET", "/v1.2/superusers", false},
		{"/a*c", "GET", "/abbc", true},
		{"/a*c", "GET", "/ac", true},
		{"/a*c", "GET", "/ab/c", false},
		{"/v1.2/me", "GET", "/v1x2/me", false}, // a dot is a dot
		{"/v1.2/me", "GET", "/v1.2/me/", false},
		{"/V1.2/me", "GET", "/v1.2/me", false},
		{"/a[b](c)|d", "GET", "/a[b](c)|d", true},
		{"/", "GET", "/", true},
		{"/", "GET", "/a", false},
		{"  GET   /a ", "GET", "/a", true},
		{"/a/*", "GET", "/a/b\nc", true},
	}
	for _, tt := range tests {
		t.Run(tt.on+" on "+tt.method+" "+tt.path, func(t *testing.T) {
			p, err := parsePattern(tt.on)
			require.NoError(t, err)
			require.Equal(t, tt.want, p.fits(Request{Method: tt.method, Path: tt.path}))
		})
	}
}

func TestBadPatterns(t *testing.T) {
	for on, want := range map[string]string{
		"GET":                  "begins with a /",
		"users":                "begins with a /",
		"FETCH /users":         "GET, HEAD, POST, PUT, PATCH, DELETE or *",
		"get /users":           "no method",
		"GET POST /users":      "write a method and a path",
		"GET /users?$top=1":    "looks at the path only",
		"GET /users#1":         "looks at the path only",
		"GET /v1.2/**users":    "whole segments",
		"GET /v1.2/***":        "whole segments",
		"GET /v1.2/us\xff/ers": "cannot be read as a path",
	} {
		_, err := parsePattern(on)
		require.ErrorContains(t, err, want, on)
	}
}

// Whatever is written, it is refused or fits what it says; a path without
// stars fits itself.
func FuzzPattern(f *testing.F) {
	f.Add("POST /v1.2/sites/*/users", "/v1.2/sites/7/users")
	f.Add("/**", "/")
	f.Add("* /a**", "")
	f.Fuzz(func(t *testing.T, on, path string) {
		p, err := parsePattern(on)
		if err != nil {
			return
		}
		p.fits(Request{Method: "GET", Path: path})
		all, err := parsePattern("/**")
		require.NoError(t, err)
		if len(path) > 0 && path[0] == '/' {
			require.True(t, all.fits(Request{Path: path}), path)
		}
	})
}
