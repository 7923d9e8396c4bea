package kssim

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// readUsers follows the next links and returns the last names, page by page.
func (d *desk) readUsers(query string) (pages [][]string) {
	d.t.Helper()
	next := d.base + d.site + "/users" + query
	for next != "" {
		require.Less(d.t, len(pages), 20, "the list has no end")
		answer := d.call("GET", next, "", http.StatusOK)
		pages = append(pages, names(items(answer), "user", "last_name"))
		next = text(answer, "next_page_link")
	}
	return pages
}

// readEntries follows the continuation tokens.
func (d *desk) readEntries() (pages [][]string) {
	d.t.Helper()
	token := ""
	for {
		require.Less(d.t, len(pages), 20, "the list has no end")
		answer := d.getWith(d.entriesPath(), tokenName, token)
		pages = append(pages, names(items(answer), "lock_customer_reference"))
		if token = text(answer, "continuation_token"); token == "" {
			return pages
		}
	}
}

func (d *desk) entriesPath() string { return "/v1.1" + d.site[len("/v1.2"):] + "/entries" }

// getWith is a GET with one more header.
func (d *desk) getWith(path, header, value string) any {
	d.t.Helper()
	req, err := http.NewRequestWithContext(d.t.Context(), "GET", d.base+path, http.NoBody)
	require.NoError(d.t, err)
	req.Header.Set("Authorization", "Bearer "+d.token)
	req.Header.Set(header, value)
	res, err := d.http.Do(req)
	require.NoError(d.t, err)
	require.Equal(d.t, http.StatusOK, res.StatusCode)
	return decodeBody(d.t, res)
}

func names(list []any, path ...any) []string {
	found := []string{}
	for _, item := range list {
		found = append(found, text(item, path...))
	}
	return found
}

var pageFaults = []struct {
	name  string
	rule  Rule
	pages [][]string // of the items 1 to 5, two a page
}{
	{"as it is", Rule{Fault: "skew"}, [][]string{{"1", "2"}, {"3", "4"}, {"5"}}},
	{"first missing", Rule{Fault: "page-missing", Times: 1}, [][]string{{"3", "4"}, {"5"}}},
	{"second missing", Rule{Fault: "page-missing", After: 1, Times: 1}, [][]string{{"1", "2"}, {"5"}}},
	{"last missing", Rule{Fault: "page-missing", After: 2}, [][]string{{"1", "2"}, {"3", "4"}, {}}},
	{"first doubled", Rule{Fault: "page-doubled", Times: 1}, [][]string{{"1", "2"}, {"1", "2"}, {"3", "4"}, {"5"}}},
	{"second doubled", Rule{Fault: "page-doubled", After: 1, Times: 1}, [][]string{{"1", "2"}, {"3", "4"}, {"3", "4"}, {"5"}}},
	{"last doubled", Rule{Fault: "page-doubled", After: 2}, [][]string{{"1", "2"}, {"3", "4"}, {"5"}, {"5"}}},
	{"all doubled", Rule{Fault: "page-doubled"}, [][]string{{"1", "2"}, {"1", "2"}, {"3", "4"}, {"3", "4"}, {"5"}, {"5"}}},
}

func TestPagesOfUsersGoMissingOrComeTwice(t *testing.T) {
	everywhere(t, func(t *testing.T, d *desk) {
		for i := range 5 {
			d.addUser("U", fmt.Sprint(i+1), "")
		}
		for _, fewer := range []bool{false, true} { // with and without the link that is null
			require.NoError(t, d.sim.SetReadings(Readings{PageSize: 2, FewerFields: fewer}))
			for _, tt := range pageFaults {
				t.Run(fmt.Sprint(tt.name, fewer), func(t *testing.T) {
					d := *d
					d.t = t
					d.sim.ClearFaults()
					require.NoError(t, d.sim.AddFaults(tt.rule))
					require.Equal(t, tt.pages, d.readUsers("?$skip=1")) // behind the account
				})
			}
		}
	})
}

func TestPagesOfEntriesGoMissingOrComeTwice(t *testing.T) {
	everywhere(t, func(t *testing.T, d *desk) {
		number := map[string]string{}
		for i, door := range MaisonNord().Doors[:5] {
			d.sim.Present(DefaultAccount().Email, door.Name)
			number[door.Name] = fmt.Sprint(i + 1)
		}
		for _, fewer := range []bool{false, true} {
			require.NoError(t, d.sim.SetReadings(Readings{PageSize: 2, FewerFields: fewer}))
			for _, tt := range pageFaults {
				t.Run(fmt.Sprint(tt.name, fewer), func(t *testing.T) {
					d := *d
					d.t = t
					d.sim.ClearFaults()
					require.NoError(t, d.sim.AddFaults(tt.rule))
					pages := d.readEntries()
					for _, page := range pages {
						for i := range page {
							page[i] = number[page[i]]
						}
					}
					require.Equal(t, tt.pages, pages)
				})
			}
		}
	})
}

func TestABareArrayIsOnePage(t *testing.T) {
	d := newDesk(t, Config{})
	require.NoError(t, d.sim.SetReadings(Readings{BareArrays: true}))
	whole, _ := d.call("GET", d.site+"/locks", "", http.StatusOK).([]any)
	require.NotEmpty(t, whole)
	require.NoError(t, d.sim.AddFaults(Rule{Fault: "page-missing", Times: 1}, Rule{Fault: "page-doubled", Times: 1}))
	require.Equal(t, []any{}, d.call("GET", d.site+"/locks", "", http.StatusOK))
	require.Equal(t, append(append([]any{}, whole...), whole...), d.call("GET", d.site+"/locks", "", http.StatusOK))
}

// What is no list, or no success, or no reading comes as it is.
func TestPageFaultsLeaveOtherAnswersAlone(t *testing.T) {
	d := newDesk(t, Config{})
	want := d.call("GET", d.site, "", http.StatusOK)
	for _, fault := range []string{"page-missing", "page-doubled"} {
		d.sim.ClearFaults()
		require.NoError(t, d.sim.AddFaults(Rule{Fault: fault}))
		require.Equal(t, want, d.call("GET", d.site, "", http.StatusOK))
		d.refused("GET", d.site+"/users?$select=id", "", 400, "1102")
		d.addGroup("Made with " + fault)
	}
	require.Equal(t, len(MaisonNord().Groups)+2, groupCount(d))
}

func TestAMissingPageLeavesTheCountAlone(t *testing.T) {
	d := newDesk(t, Config{})
	d.addUser("U", "1", "")
	d.addUser("U", "2", "")
	require.NoError(t, d.sim.SetReadings(Readings{PageSize: 2}))
	require.NoError(t, d.sim.AddFaults(Rule{Fault: "page-missing", Times: 1}))
	answer := d.call("GET", d.site+"/users?$inlinecount=allpages", "", http.StatusOK)
	require.EqualValues(t, 3, at(answer, "count"))
	require.Len(t, items(answer), 1)
}

// A hook that doubles every page does not make a list endless either.
func TestAHookCanDoubleEveryPage(t *testing.T) {
	d := newDesk(t, Config{})
	d.addUser("U", "1", "")
	require.NoError(t, d.sim.SetReadings(Readings{PageSize: 1}))
	d.sim.SetOnRequest(func(Request) Fault { return Fault{Page: PageDoubled} })
	require.Equal(t, [][]string{{"Desk"}, {"Desk"}, {"1"}, {"1"}}, d.readUsers(""))
}
