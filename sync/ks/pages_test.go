package ks

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// threePages is a list of groups 1 to 5, of which 2 comes twice.
var threePages = map[string]string{
	"":  `{"items":[{"id":"1"},{"id":"2"}],"next_page_link":"?p=2","count":5}`,
	"2": `{"items":[{"id":"2"},{"id":"3"}],"next_page_link":"?p=3","count":null}`,
	"3": `{"items":[{"id":"4"},{"id":"5"}],"next_page_link":null,"count":"5"}`,
}

// givesPages answers with the page that is asked for, unless disturb does, and
// keeps in asked which that was.
func givesPages(pages map[string]string, asked *[]string, disturb func(p string) http.RoundTripper) http.RoundTripper {
	return roundTrip(func(r *http.Request) (*http.Response, error) {
		p := r.URL.Query().Get("p")
		*asked = append(*asked, p)
		if disturb != nil {
			if other := disturb(p); other != nil {
				return other.RoundTrip(r)
			}
		}
		return gives(200, nil, []byte(pages[p])).RoundTrip(r)
	})
}

func groupIDs(groups []Group) []string {
	var ids []string
	for _, g := range groups {
		ids = append(ids, g.ID)
	}
	return ids
}

func TestEachPageIsOneRequest(t *testing.T) {
	var asked []string
	p := inMemory(givesPages(threePages, &asked, nil)).GroupPages("s")
	require.Empty(t, asked, "nothing is asked for before Next")
	for i, want := range [][]string{{"1", "2"}, {"3"}, {"4", "5"}} {
		require.True(t, p.More())
		got, err := p.Next(t.Context())
		require.NoError(t, err)
		require.Equal(t, want, groupIDs(got))
		require.Len(t, asked, i+1)
	}
	require.False(t, p.More())
	got, err := p.Next(t.Context())
	require.NoError(t, err)
	require.Empty(t, got)
	require.Equal(t, []string{"", "2", "3"}, asked, "after the last page there is nothing to ask for")
}

// TestAPageOfNothingNewIsNotTheLast: More says so, and not how many came.
func TestAPageOfNothingNewIsNotTheLast(t *testing.T) {
	var asked []string
	p := inMemory(givesPages(map[string]string{
		"":  `{"items":[],"next_page_link":"?p=2"}`,
		"2": `{"items":[{"id":"1"}],"next_page_link":"?p=3"}`,
		"3": `{"items":[{"id":"1"}],"next_page_link":"?p=4"}`,
		"4": `[{"id":"2"}]`,
	}, &asked, nil)).GroupPages("s")
	for _, want := range [][]string{nil, {"1"}, nil, {"2"}} {
		require.True(t, p.More())
		got, err := p.Next(t.Context())
		require.NoError(t, err)
		require.Equal(t, want, groupIDs(got))
	}
	require.False(t, p.More())
}

// TestAPageThatFailedIsAskedForAgain: nothing is lost and nothing doubled,
// whichever page it is and however often it fails.
func TestAPageThatFailedIsAskedForAgain(t *testing.T) {
	for kind, fault := range map[Kind]http.RoundTripper{
		Retryable: gives(503, nil, nil),
		Limited:   gives(429, nil, nil),
		Forbidden: gives(403, nil, []byte(`{"ErrorCode":"2203","Message":"Operation not allowed"}`)),
		NotFound:  gives(404, nil, []byte(`{"ErrorCode":"2202","Message":"Site not found"}`)),
		Closed:    gives(403, nil, []byte(`{"ErrorCode":"2212"}`)),
		SignIn:    gives(401, nil, nil),
		Offline:   failing{&net.OpError{Op: "dial", Err: errors.New("no route")}},
	} {
		for bad := range threePages {
			t.Run(fmt.Sprint(kind, " on ", bad), func(t *testing.T) {
				var asked []string
				left := 2
				p := inMemory(givesPages(threePages, &asked, func(page string) http.RoundTripper {
					if page != bad || left == 0 {
						return nil
					}
					return fault
				})).GroupPages("s")
				var all []string
				for p.More() {
					got, err := p.Next(t.Context())
					all = append(all, groupIDs(got)...)
					if err != nil {
						require.Equal(t, kind, KindOf(err))
						require.Empty(t, got)
						require.Equal(t, bad, asked[len(asked)-1])
						left--
					}
				}
				require.Zero(t, left)
				require.Equal(t, []string{"1", "2", "3", "4", "5"}, all)
			})
		}
	}
}

// TestAStoppedPageIsAskedForAgain: the engine may be closed between any two
// requests.
func TestAStoppedPageIsAskedForAgain(t *testing.T) {
	var asked []string
	p := inMemory(givesPages(threePages, &asked, nil)).GroupPages("s")
	_, err := p.Next(t.Context())
	require.NoError(t, err)
	stopped, stop := context.WithCancel(t.Context())
	stop()
	got, err := p.Next(stopped)
	require.Equal(t, Offline, KindOf(err))
	require.ErrorIs(t, err, context.Canceled)
	require.Empty(t, got)
	got, err = p.Next(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{"3"}, groupIDs(got))
	require.Equal(t, []string{"", "2"}, asked)
}

// TestAReadingThatIsUnusableStaysSo, also when the server has come to its
// senses, and is never taken for a list that was read whole.
func TestAReadingThatIsUnusableStaysSo(t *testing.T) {
	for name, second := range map[string]string{
		"fewer than counted":     `{"items":[{"id":"2"},{"id":"3"}],"next_page_link":null}`,
		"counted at the end":     `{"items":[{"id":"3"},{"id":"4"}],"next_page_link":null,"count":6}`,
		"another host":           `{"items":[{"id":"3"}],"next_page_link":"https://elsewhere.test/v1.2/sites/s/access_groups?p=3"}`,
		"another port":           `{"items":[{"id":"3"}],"next_page_link":"http://ks.test:8080/?p=3"}`,
		"back to the first page": `{"items":[{"id":"3"}],"next_page_link":"/v1.2/sites/s/access_groups?%24inlinecount=allpages"}`,
		"itself":                 `{"items":[{"id":"3"}],"next_page_link":"?p=2"}`,
		"an item without id":     `{"items":[{"id":"3"},{}],"next_page_link":"?p=3"}`,
		"half a body":            `{"items":[{"id":"3"}`,
		"no body":                ``,
		"a web page":             html,
	} {
		t.Run(name, func(t *testing.T) {
			var asked []string
			healed := false
			p := inMemory(givesPages(threePages, &asked, func(page string) http.RoundTripper {
				if page != "2" || healed {
					return nil
				}
				return gives(200, nil, []byte(second))
			})).GroupPages("s")
			got, err := p.Next(t.Context())
			require.NoError(t, err)
			require.Len(t, got, 2)
			got, err = p.Next(t.Context())
			require.Equal(t, Unusable, KindOf(err), "%v", err)
			require.Empty(t, got)
			healed = true
			for range 3 {
				again, same := p.Next(t.Context())
				require.Equal(t, err, same)
				require.Empty(t, again)
			}
			require.True(t, p.More())
			require.Equal(t, []string{"", "2"}, asked)
		})
	}
}

// TestAReadingHasALimit in pages and in items, and ends at it.
func TestAReadingHasALimit(t *testing.T) {
	half := strings.Builder{}
	for i := range mostItems/2 + 1 {
		fmt.Fprintf(&half, `,{"id":"%%[1]d-%d"}`, i)
	}
	for want, c := range map[error]struct {
		items string
		pages int
	}{
		errManyPages: {"", mostPages},
		errManyItems: {half.String()[1:], 2},
	} {
		var n int
		p := inMemory(roundTrip(func(r *http.Request) (*http.Response, error) {
			n++
			return gives(200, nil, fmt.Appendf(nil, `{"items":[`+c.items+`],"next_page_link":"/?p=%[1]d"}`, n)).RoundTrip(r)
		})).GroupPages("s")
		var err error
		for err == nil && p.More() {
			_, err = p.Next(t.Context())
		}
		require.ErrorIs(t, err, want)
		require.Equal(t, Unusable, KindOf(err))
		require.Equal(t, c.pages, n)
		require.True(t, p.More())
	}
}

// TestAListOfAsManyPagesAsThereMayBeIsRead: the last of them may be the end.
func TestAListOfAsManyPagesAsThereMayBeIsRead(t *testing.T) {
	var n int
	groups, err := inMemory(roundTrip(func(r *http.Request) (*http.Response, error) {
		n++
		next := fmt.Sprintf(`"?p=%d"`, n)
		if n == mostPages {
			next = `null`
		}
		return gives(200, nil, fmt.Appendf(nil, `{"items":[{"id":"%d"}],"next_page_link":%s,"count":%d}`, n, next, mostPages)).RoundTrip(r)
	})).Groups(t.Context(), "s")
	require.NoError(t, err)
	require.Len(t, groups, mostPages)
}

func TestAReadingOfNoSiteAsksForNothing(t *testing.T) {
	c := inMemory(roundTrip(func(*http.Request) (*http.Response, error) { return nil, errors.New("something was sent") }))
	p := c.MemberPages("s", "")
	for range 2 {
		require.True(t, p.More())
		_, err := p.Next(t.Context())
		require.Equal(t, Final, KindOf(err))
		require.ErrorIs(t, err, errBadID)
	}
}

// FuzzPages: whatever two bodies a server gives in turn, a reading ends, gives
// nothing twice, and gives the whole of what it says was read whole; and the
// list of the same bodies is that, or the same error.
func FuzzPages(f *testing.F) {
	for _, pair := range [][2]string{
		{threePages[""], threePages["3"]},
		{`{"items":[{"id":"1"}],"next_page_link":"?p=2","count":2}`, `[{"id":"2"}]`},
		{`{"items":[{"id":"1"}],"next_page_link":"?p=2","count":2}`, `[{"id":"1"}]`},
		{`{"items":[{"id":"1"}],"next_page_link":"?p=2"}`, `{"items":[],"next_page_link":"?p=3"}`},
		{`{"items":[],"next_page_link":"//elsewhere.test"}`, html},
		{`[]`, ``},
	} {
		f.Add([]byte(pair[0]), []byte(pair[1]))
	}
	f.Fuzz(func(t *testing.T, first, second []byte) {
		asked := 0
		c := inMemory(roundTrip(func(r *http.Request) (*http.Response, error) {
			if asked++; r.URL.Host != "ks.test" && r.URL.Host != "ks.test:443" {
				t.Fatalf("%s was asked", r.URL.Host)
			}
			return gives(200, nil, [][]byte{first, second}[(asked+1)%2]).RoundTrip(r)
		}))
		all, err := readByHand(t, c.GroupPages("s"))
		if asked > 5 {
			t.Fatalf("%d requests", asked)
		}
		asked = 0
		list, listErr := c.Groups(t.Context(), "s")
		if fmt.Sprint(err) != fmt.Sprint(listErr) || err == nil && fmt.Sprint(all) != fmt.Sprint(list) {
			t.Fatalf("%v, %v page by page, and %v, %v at once", all, err, list, listErr)
		}
	})
}

// readByHand reads on until the last page or an error.
func readByHand(t *testing.T, p *Pages[Group]) (all []Group, err error) {
	t.Helper()
	given := map[string]bool{}
	for p.More() && err == nil {
		var some []Group
		some, err = p.Next(t.Context())
		for _, g := range some {
			if g.ID == "" || given[g.ID] || err != nil {
				t.Fatalf("%+v was given, with %v", g, err)
			}
			given[g.ID] = true
			all = append(all, g)
		}
	}
	if p.More() == (err == nil) {
		t.Fatalf("more is %v after %v", p.More(), err)
	}
	return all, err
}
