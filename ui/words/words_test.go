package words

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"latchkey/store"
)

func TestDays(t *testing.T) {
	for digits, want := range map[string]string{
		"1234567": "every day", "12345": "Mon–Fri", "13": "Mon, Wed", "67": "Sat, Sun", "1235": "Mon–Wed, Fri", "": "", "9": "9", "x": "x",
	} {
		require.Equal(t, want, Days(digits), digits)
	}
}

func TestMoments(t *testing.T) {
	require.Equal(t, "Mon 23 Nov 2026", Day("2026-11-23"))
	require.Equal(t, "", Day(""))
	require.Equal(t, "Mon 23 Nov, 09:05", Moment("2026-11-23T09:05"))
	require.Equal(t, "Mon 23 Nov, 09:00–11:00", Span("2026-11-23T09:00", "2026-11-23T11:00"))
	require.Equal(t, "Mon 23 Nov, 22:00 – Tue 24 Nov, 02:00", Span("2026-11-23T22:00", "2026-11-24T02:00"))
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	require.Equal(t, "10:00", Instant(now.Add(-2*time.Hour), now, time.UTC))
	require.Equal(t, "Sun 22 Nov, 12:00", Instant(now.AddDate(0, 0, -1), now, time.UTC))
	require.Equal(t, "", Instant(time.Time{}, now, time.UTC))
}

func TestSentencesShowTimesAsPeopleWriteThem(t *testing.T) {
	s := store.Sentence{Text: "{{.Name}}: {{.From}} – {{.Until}}, {{.Days}}", Args: map[string]string{
		"Name": "Mia", "From": "2026-11-23T09:55", "Until": "2026-11-23T11:05", "Days": "12345",
	}}
	require.Equal(t, "Mia: Mon 23 Nov, 09:55 – 11:05, Mon–Fri", Sentence(s))
	s.Args["Until"] = "2026-11-24T01:00"
	require.Equal(t, "Mia: Mon 23 Nov, 09:55 – Tue 24 Nov, 01:00, Mon–Fri", Sentence(s))
}

func TestStates(t *testing.T) {
	p := store.Person{Plan: 1, StartsOn: "2026-11-10", EndsOn: "2026-11-30", PausedFrom: "2026-11-20", PausedUntil: "2026-11-22"}
	for day, want := range map[store.Date]string{
		"2026-11-09": "starts 10 Nov", "2026-11-12": "ends 30 Nov", "2026-11-20": "paused until 22 Nov", "2026-12-01": "cancelled",
	} {
		require.Equal(t, want, State(p, day), day)
	}
	require.Equal(t, "visitor", State(store.Person{}, "2026-11-12"))
}
