package ks

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// tagKeeper is a KS in which a person has a tag, and what it does about each way of
// taking it.
type tagKeeper struct {
	heeds, refuses string // the tag_id, as JSON
	blocks         int    // status of a tag that is to be blocked
	silent         bool   // answers a change with nothing
	gone           bool
}

func (k *tagKeeper) serve(w http.ResponseWriter, r *http.Request, body string) {
	user := `{"id":"u","user":{"tag_number":"02300001"}}`
	switch {
	case strings.HasSuffix(r.URL.Path, "/tags/t"):
		w.WriteHeader(k.blocks)
		return
	case r.Method == http.MethodPatch && k.refuses != "" && strings.Contains(k.refuses, strings.TrimPrefix(body, `{"tag_id":`)):
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"ErrorCode":"1101","Message":"Tag '' is not valid"}`))
		return
	case r.Method == http.MethodPatch:
		k.gone = k.gone || body == `{"tag_id":`+k.heeds+`}`
	}
	if k.gone {
		user = `{"id":"u","user":{"tag_number":null}}`
	}
	if k.silent && r.Method == http.MethodPatch {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	_, _ = w.Write([]byte(user))
}

// take takes the tag of a person who has one again, and returns the error and the
// writes that were made.
func (k *tagKeeper) take(t *testing.T, s *server, c *Client, lost string) ([]string, error) {
	t.Helper()
	none := ""
	k.gone = false
	before := len(s.requests())
	_, err := c.UpdateUser(t.Context(), "s", "u", UserPatch{TagID: &none, LostTag: lost})
	var writes []string
	for _, r := range s.requests()[before:] {
		if strings.HasPrefix(r.line, http.MethodPatch) {
			writes = append(writes, r.body)
		}
	}
	return writes, err
}

func (k *tagKeeper) start(t *testing.T) (*server, *Client) {
	t.Helper()
	var s *server
	s = newServer(t, func(w http.ResponseWriter, r *http.Request) {
		seen := s.requests()
		k.serve(w, r, seen[len(seen)-1].body)
	})
	return s, s.client(new(countedTokens))
}

const byNull, byText, blocked = `{"tag_id":null}`, `{"tag_id":""}`, `{"blocked":true}`

func TestTheWayOfTakingATagThatWorkedIsTriedFirst(t *testing.T) {
	for _, silent := range []bool{false, true} {
		k := &tagKeeper{heeds: `""`, silent: silent}
		s, c := k.start(t)
		writes, err := k.take(t, s, c, "")
		require.NoError(t, err)
		require.Equal(t, []string{byNull, byText}, writes)
		writes, err = k.take(t, s, c, "t")
		require.NoError(t, err)
		require.Equal(t, []string{byText}, writes, "and nothing else")
		k.heeds = "null"
		writes, err = k.take(t, s, c, "")
		require.NoError(t, err)
		require.Equal(t, []string{byText, byNull}, writes)
		writes, err = k.take(t, s, c, "")
		require.NoError(t, err)
		require.Equal(t, []string{byNull}, writes)
	}
}

func TestATagThatStaysIsBlockedWhenItIsLost(t *testing.T) {
	for name, row := range map[string]struct {
		refuses string
		blocks  int
		lost    string
		writes  []string
		says    string // empty: no error
	}{
		"refused":                     {`null}""}`, 404, "", []string{byNull, byText}, "by hand in SALTO KS (Users > the person > Tag)"},
		"refused, lost":               {`null}""}`, 404, "t", []string{byNull, byText, blocked}, "by hand in SALTO KS (Users > the person > Tag)"},
		"refused, lost, no such call": {`null}""}`, 405, "t", []string{byNull, byText, blocked}, "does not let Latchkey take this tag away"},
		"refused, blocked":            {`null}""}`, 204, "t", []string{byNull, byText, blocked}, "it was blocked there"},
		"one refused, one not heeded": {`null}`, 404, "t", []string{byNull, byText, blocked}, ""},
		"not heeded":                  {"", 404, "", []string{byNull, byText}, ""},
		"not heeded, blocked":         {"", 200, "t", []string{byNull, byText, blocked}, "it was blocked there"},
		"not heeded, a fault":         {"", 500, "t", []string{byNull, byText, blocked}, "it is not known"},
	} {
		t.Run(name, func(t *testing.T) {
			k := &tagKeeper{heeds: "nothing", refuses: row.refuses, blocks: row.blocks}
			s, c := k.start(t)
			writes, err := k.take(t, s, c, row.lost)
			require.Equal(t, row.writes, writes)
			if row.says == "" {
				require.NoError(t, err)
				return
			}
			require.Contains(t, asError(t, err).Problem().Error(), row.says)
		})
	}
}

// A change of more than the tag is refused in KS's own words: it may be about the
// rest of it.
func TestWhatElseIsRefusedIsSaidInKSsWords(t *testing.T) {
	s := newServer(t, says(http.StatusBadRequest, `{"ErrorCode":"1101","Message":"Name is not valid"}`))
	none, name := "", "-"
	_, err := s.client(new(countedTokens)).UpdateUser(t.Context(), "s", "u", UserPatch{FirstName: &name, TagID: &none})
	require.Contains(t, asError(t, err).Problem().Error(), "Name is not valid")
}
