package kssim

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// allPages reads all pages of a query and returns the ids of each.
func allPages(t *testing.T, si *site, q entryQuery, read func(entryQuery) ([]entry, bool, error)) [][]string {
	t.Helper()
	var all [][]string
	for range 1000 {
		page, more, err := read(q)
		require.NoError(t, err)
		ids := []string{}
		for _, e := range page {
			ids = append(ids, e.ID)
		}
		all = append(all, ids)
		if !more {
			return all
		}
		q.after = ids[len(ids)-1]
	}
	t.Fatal("the pages do not end")
	return nil
}

func TestTheShortWayToAPageOfEntriesLeadsToTheSamePages(t *testing.T) {
	s := crowd(t, 30, winter, nil)
	play(t, s, Past{Days: 12})
	si := s.st.Sites[0]
	chance := rand.New(rand.NewPCG(4, 0))
	for round := range 120 {
		late := si.Entries[chance.IntN(len(si.Entries))] // arrives now, of long ago
		late.ID = fmt.Sprint("late ", round)
		si.Entries = append(si.Entries, late)
		if round == 60 {
			si.forget(winter)
		}
		now := winter.AddDate(0, 0, 76+chance.IntN(16)) // some have expired
		since := winter.Add(-time.Duration(chance.IntN(15*24)) * time.Hour)
		filter := []string{
			"", "utc_date_time ge DateTime'" + since.Format(time.RFC3339) + "'",
			"utc_date_time gt DateTime'" + late.UTCDateTime.Format(naiveLayout) + "' and event_category eq 'lock_opened'",
			"event_category eq 'lock_rejected' and utc_date_time ge DateTime'" + since.Format(time.RFC3339) + "'",
			"utc_date_time lt DateTime'" + since.Format(time.RFC3339) + "'",
			"lock_id eq '" + late.LockID + "'",
		}[chance.IntN(6)]
		values := url.Values{"$orderby": {[]string{"utc_date_time", "utc_date_time asc"}[chance.IntN(2)]}}
		if filter != "" {
			values.Set("$filter", filter)
		}
		if chance.IntN(3) == 0 {
			values.Set("$skip", fmt.Sprint(chance.IntN(200)))
		}
		parsed, err := parseQuery(values, entryFields)
		require.NoError(t, err)
		require.True(t, isByTime(values.Get("$orderby")))
		q := entryQuery{query: parsed, filter: filter, now: now, size: 5 + chance.IntN(80)}
		require.Equal(t, allPages(t, si, q, si.anyEntries), allPages(t, si, q, si.entriesByTime), "%v, size %d", values, q.size)
	}
	_, _, err := si.entriesByTime(entryQuery{now: winter, after: "nobody's", size: 1})
	require.Error(t, err)
	require.False(t, isByTime(""))
	require.False(t, isByTime("utc_date_time desc"))
}

// A token leads on, also when entries of an earlier time have come meanwhile;
// those are for the next round.
func TestALateEntryDoesNotDisturbTheNextPage(t *testing.T) {
	s := crowd(t, 30, winter, nil)
	play(t, s, Past{Days: 5})
	si := s.st.Sites[0]
	values := url.Values{"$orderby": {"utc_date_time"}}
	parsed, err := parseQuery(values, entryFields)
	require.NoError(t, err)
	q := entryQuery{query: parsed, now: winter, size: 50}
	whole := slices.Concat(allPages(t, si, q, si.entriesByTime)...)
	page, more, err := si.entriesByTime(q)
	require.NoError(t, err)
	require.True(t, more)
	late := page[10]
	late.ID = "late"
	si.Entries = append(si.Entries, late)
	q.after = page[49].ID
	require.Equal(t, whole[50:], slices.Concat(allPages(t, si, q, si.entriesByTime)...))
	q.after = ""
	require.Equal(t, "late", slices.Concat(allPages(t, si, q, si.entriesByTime)...)[11])
}

func BenchmarkEntryPages(b *testing.B) {
	s := crowd(b, 500, winter, func(def *Site) { def.RetentionDays = 400 })
	n := play(b, s, Past{Days: 365})
	si := s.st.Sites[0]
	path := "http://ks.test/v1.1/sites/" + si.ID + "/entries?" + url.Values{
		"$orderby": {"utc_date_time"}, "$filter": {"utc_date_time ge DateTime'2026-01-01T00:00:00Z'"}, "$top": {"100"},
	}.Encode()
	req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, path, http.NoBody)
	require.NoError(b, err)
	si.times.follow(si.Entries)
	token := ""
	for b.Loop() {
		req.Header.Set("CLP-Continuation-Token", token)
		answer, err := listEntries(&call{Sim: s, r: req, site: si})
		require.NoError(b, err)
		page, _ := answer.body.(entryPage)
		if token = ""; page.ContinuationToken != nil {
			token = *page.ContinuationToken
		}
	}
	b.ReportMetric(float64(n), "entries")
}
