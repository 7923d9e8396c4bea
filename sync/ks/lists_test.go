package ks

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// anyList reads a list of some kind and returns what it gave.
type anyList struct {
	item string // one item of it
	read func(context.Context, *Client) (any, error)
}

func listOf[T any](item string, read func(context.Context, *Client) ([]T, error)) anyList {
	return anyList{item, func(ctx context.Context, c *Client) (any, error) {
		all, err := read(ctx, c)
		if err != nil {
			return nil, err
		}
		return all, nil
	}}
}

func everyList() map[string]anyList {
	return map[string]anyList{
		"sites":  listOf(siteBody, func(ctx context.Context, c *Client) ([]Site, error) { return c.Sites(ctx) }),
		"hubs":   listOf(iqBody, func(ctx context.Context, c *Client) ([]IQ, error) { return c.IQs(ctx, "s") }),
		"doors":  listOf(lockBody, func(ctx context.Context, c *Client) ([]Lock, error) { return c.Locks(ctx, "s") }),
		"roles":  listOf(`{"id":"r","code":"site_user"}`, func(ctx context.Context, c *Client) ([]Role, error) { return c.Roles(ctx, "s") }),
		"people": listOf(userBody, func(ctx context.Context, c *Client) ([]User, error) { return c.Users(ctx, "s") }),
		"by mail": listOf(userBody, func(ctx context.Context, c *Client) ([]User, error) {
			return c.UserByEmail(ctx, "s", "mia@example.org")
		}),
		"groups":         listOf(`{"id":"g","customer_reference":"G"}`, func(ctx context.Context, c *Client) ([]Group, error) { return c.Groups(ctx, "s") }),
		"by name":        listOf(`{"id":"g","customer_reference":"G"}`, func(ctx context.Context, c *Client) ([]Group, error) { return c.GroupsByName(ctx, "s", "G") }),
		"members":        listOf(`{"id":"u-2","first_name":"Mia"}`, func(ctx context.Context, c *Client) ([]Member, error) { return c.GroupMembers(ctx, "s", "g") }),
		"doors of group": listOf(`{"id":"l-1","customer_reference":"Front door"}`, func(ctx context.Context, c *Client) ([]Lock, error) { return c.GroupLocks(ctx, "s", "g") }),
		"schedules":      listOf(scheduleBody, func(ctx context.Context, c *Client) ([]Schedule, error) { return c.Schedules(ctx, "s", "g") }),
		"tags":           listOf(`{"id":"t","tag_number":"02300001"}`, func(ctx context.Context, c *Client) ([]Tag, error) { return c.Tags(ctx, "s") }),
		"entries": listOf(entryBody, func(ctx context.Context, c *Client) (all []Entry, err error) {
			err = c.Entries(ctx, "s", EntryQuery{}, func(page []Entry) error { all = append(all, page...); return nil })
			return all, err
		}),
	}
}

// TestEveryListComesAsEnvelopeAndAsBareArray, and says the same in both.
func TestEveryListComesAsEnvelopeAndAsBareArray(t *testing.T) {
	for name, l := range everyList() {
		t.Run(name, func(t *testing.T) {
			var first any
			for i, body := range []string{
				`{"items":[%s],"next_page_link":null,"count":null}`, `{"items":[%s]}`, `{"items":[%s],"count":"1","next_page_link":"","added":{"later":[1]}}`,
				`{"items":[%s],"count":1}`, `{"items":[%s],"count":""}`, `{"items":[%s],"count":0}`, `{"items":[%s],"count":1.0}`,
				`[%s]`, "\xef\xbb\xbf [%s]\r\n",
			} {
				got, err := l.read(t.Context(), inMemory(gives(200, nil, fmt.Appendf(nil, body, l.item))))
				require.NoError(t, err, body)
				require.Len(t, got, 1, body)
				if i == 0 {
					first = got
				}
				require.Equal(t, first, got, body)
			}
		})
	}
}

// TestAPageThatCameTwiceIsGivenOnce: something was added while reading, or a
// server gives a page again.
func TestAPageThatCameTwiceIsGivenOnce(t *testing.T) {
	for name, l := range everyList() {
		var n int
		c := inMemory(roundTrip(func(r *http.Request) (*http.Response, error) {
			next := `null`
			if n++; n < 3 {
				next = fmt.Sprintf(`"/v1.2/next?p=%d"`, n)
			}
			return gives(200, nil, fmt.Appendf(nil, `{"items":[%s],"next_page_link":%s,"count":1}`, l.item, next)).RoundTrip(r)
		}))
		got, err := l.read(t.Context(), c)
		require.NoError(t, err, name)
		require.Len(t, got, 1, name)
		require.Equal(t, 3, n, name)
	}
}

// TestNothingMissingFromAListGoesUnseen: of entries KS tells no count.
func TestNothingMissingFromAListGoesUnseen(t *testing.T) {
	for name, l := range everyList() {
		if name == "entries" {
			continue
		}
		for _, count := range []string{`2`, `"2"`, `2.0`} {
			_, err := l.read(t.Context(), inMemory(gives(200, nil, fmt.Appendf(nil, `{"items":[%s],"count":%s}`, l.item, count))))
			require.Equal(t, Unusable, KindOf(err), name)
		}
	}
}

func TestAListHasALimit(t *testing.T) {
	body := []byte(`[` + strings.Repeat(`0,`, mostItems) + `0]`)
	require.Less(t, len(body), pageLimit)
	_, err := inMemory(gives(200, nil, body)).Groups(t.Context(), "s")
	require.Equal(t, Unusable, KindOf(err))
	require.ErrorIs(t, err, errManyItems)

	var n int
	_, err = inMemory(roundTrip(func(r *http.Request) (*http.Response, error) {
		n++
		var items strings.Builder
		for i := range mostItems/2 + 1 {
			fmt.Fprintf(&items, `,{"id":"%d-%d"}`, n, i)
		}
		return gives(200, nil, fmt.Appendf(nil, `{"items":[%s],"next_page_link":"/?p=%d"}`, items.String()[1:], n)).RoundTrip(r)
	})).Groups(t.Context(), "s")
	require.ErrorIs(t, err, errManyItems)
	require.Equal(t, 2, n)
}

// TestUnknownFieldsAreIgnoredEverywhere and absent ones do no harm.
func TestUnknownFieldsAreIgnoredEverywhere(t *testing.T) {
	for name, l := range everyList() {
		var fields map[string]json.RawMessage
		require.NoError(t, json.Unmarshal([]byte(l.item), &fields))
		plain, err := l.read(t.Context(), inMemory(gives(200, nil, []byte(`[`+l.item+`]`))))
		require.NoError(t, err, name)
		for key, value := range map[string]string{"new": `{"a":[null,1,{"b":"c"}]}`, "é": `"x"`, "": `[]`} {
			fields[key] = json.RawMessage(value)
		}
		body, err := json.Marshal([]any{fields})
		require.NoError(t, err)
		more, err := l.read(t.Context(), inMemory(gives(200, nil, body)))
		require.NoError(t, err, name)
		require.Equal(t, plain, more, name)
	}
}

// TestNullAndAbsentAreTheSame in every field but the ids and the time of an
// entry, one at a time.
func TestNullAndAbsentAreTheSame(t *testing.T) {
	needed := map[string]bool{"id": true, "utc_date_time": true}
	for name, l := range everyList() {
		if name == "by mail" || name == "by name" {
			continue // what was asked for would be missing
		}
		var fields map[string]json.RawMessage
		require.NoError(t, json.Unmarshal([]byte(l.item), &fields))
		for key, value := range fields {
			if needed[key] {
				continue
			}
			read := func() any {
				body, err := json.Marshal([]any{fields})
				require.NoError(t, err)
				got, err := l.read(t.Context(), inMemory(gives(200, nil, body)))
				require.NoError(t, err, "%s without %s", name, key)
				return got
			}
			delete(fields, key)
			absent := read()
			fields[key] = json.RawMessage("null")
			require.Equal(t, absent, read(), "%s: %s", name, key)
			fields[key] = value
		}
	}
}
