package support

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFreeTextLosesWhatIsPersonal(t *testing.T) {
	for _, name := range []string{"HOME", "USERPROFILE"} {
		t.Setenv(name, "/home/zoe")
	}
	m := NewMask([]string{"Mia Berg", "de la Tour", "Glenn Close"}, []string{"the good studio", "Latchkey"})
	for text, want := range map[string]string{
		"The file cannot be opened.":                                     "The file cannot be opened.",
		"mia berg has no plan":                                           "‹…› ‹…› has no plan",
		"Mia Berg has no plan":                                           "‹…› has no plan",
		"in the good studio, or the bad":                                 "in ‹…›, or the bad",
		"Close the Latchkey window":                                      "‹…› the Latchkey window",
		"the berg of it":                                                 "the ‹…› of it",
		"Nobody Known has no plan":                                       "Nobody ‹…› has no plan",
		"write to lou@example.com, or not":                               "write to ‹…›, or not",
		`the plan “Full time” and "this" are gone`:                       "the plan ‹…› and ‹…› are gone",
		"open /home/zoe/Latchkey/latchkey.db: no such file":              "open ~‹…›: no such file",
		`open C:\Users\Lou\x.db: no such file`:                           "open ‹…›: no such file",
		"call +33 7 98 76 54 32 now":                                     "call ‹…› now",
		"Bearer eyJhbGciOiJIUzI1NiJ9.abc123":                             "‹…› ‹…›",
		"Get https://me:pw@connect.saltoks.com/v1.2/x?q=a@b.c: EOF":      "Get https://connect.saltoks.com/‹…› EOF",
		"SALTO KS answered 503, again in 30 s":                           "SALTO KS answered 503, again in 30 s",
		"SQLite: constraint failed: UNIQUE constraint failed (2067)":     "SQLite: constraint failed: UNIQUE constraint failed (2067)",
		"dial tcp 127.0.0.1:7310: connect: connection refused":           "dial tcp 127.0.0.1:7310: connect: connection refused",
		"user 5f3c2a10-1111-4222-8333-444455556666 is not in the answer": "user ‹…› is not in the answer",
	} {
		require.Equal(t, want, m.Text(text), text)
	}
}

func TestALineOfTheLogKeepsTheProgramsOwnWords(t *testing.T) {
	l := ParseLine(`time=2026-11-26T16:22:06.123Z level=INFO msg="SALTO KS call" op="update user" method=PATCH status=400 took=12ms kind=refused code=1101 message="no: Mia Berg \"x\""`)
	require.Equal(t, "SALTO KS call", l.Text)
	require.True(t, l.Problem())
	masked := l.Masked(NewMask(nil, nil)).String()
	require.Contains(t, masked, "SALTO KS call op=update user method=PATCH status=400 took=12ms kind=refused code=1101 message=no: ‹…› ‹…› ‹…›")
	require.Contains(t, l.String(), "Mia Berg", "the line itself is as it was")

	quiet := ParseLine(`time=2026-11-26T16:22:06Z level=INFO msg="Latchkey begins" version="0.1.0 (abc)" file=latchkey.db`)
	require.False(t, quiet.Problem())
	require.True(t, ParseLine(`time=2026-11-26T16:22:06Z level=WARN msg=close`).Problem())
	odd := ParseLine(`goroutine of Mia = "unfinished`)
	require.Equal(t, `goroutine of Mia = "unfinished`, odd.Text)
	require.NotContains(t, odd.Masked(NewMask(nil, nil)).String(), "Mia")
}

func TestTheTailOfALogThatWasJustTurned(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "latchkey.log")
	none, err := Tail(file, 3)
	require.NoError(t, err)
	require.Empty(t, none)
	write(t, file, "msg=three\nmsg=four\n")
	write(t, filepath.Join(dir, "latchkey-2026-01-01T00-00-00.000.log"), "msg=zero\n")
	write(t, filepath.Join(dir, "latchkey-2026-02-01T00-00-00.000.log"), "msg=one\nmsg=two\n")
	lines, err := Tail(file, 3)
	require.NoError(t, err)
	var texts []string
	for _, l := range lines {
		texts = append(texts, l.Text)
	}
	require.Equal(t, []string{"two", "three", "four"}, texts)
}
