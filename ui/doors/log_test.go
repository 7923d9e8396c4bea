package doors

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui/listdetail/hand"
	"latchkey/ui/widgets"
)

func (b *bench) hand() hand.Hand { return hand.Hand{T: b.t, Win: b.win} }

// logged adds lines to the log at a time.
func (b *bench) logged(at time.Time, lines ...store.LogLine) {
	b.t.Helper()
	b.do(func(tx *store.Tx) error {
		tx.Now = at
		for _, l := range lines {
			l.Space = b.space.ID
			if err := tx.Log(l); err != nil {
				return err
			}
		}
		return nil
	})
}

func lineAbout(person store.PersonID, kind string, what store.Sentence) store.LogLine {
	return store.LogLine{Person: person, Kind: kind, What: what}
}

func notDone(what store.Sentence) store.Sentence {
	return store.Sentence{Text: "Not done: {{.What}} {{.Why}}", Args: map[string]string{"What": what.String(), "Why": "SALTO KS is not answering."}}
}

// story makes lines of a short hand, the newest first: each word is a person's
// letter and what the line is, and minutes pass at each number.
func story(text string) []store.LogLine {
	people := map[byte]store.Sentence{'m': gets("Mia Berg", "Front door"), 'M': gets("Mia Berg", "Studio A"), 't': gets("Tom Okafor", "Front door")}
	ids := map[byte]store.PersonID{'m': 1, 'M': 1, 't': 2}
	kinds := map[byte]string{'>': lineSent, '!': lineConfirmed, 'x': lineFailed, '-': lineLooked, 'e': "edit", 'l': "look"}
	at := moment
	var lines []store.LogLine
	for i, word := range strings.Fields(text) {
		var minutes int
		if n, _ := fmt.Sscanf(word, "%d", &minutes); n == 1 {
			at = at.Add(time.Duration(minutes) * time.Minute)
			continue
		}
		l := store.LogLine{ID: int64(i + 1), At: at, Person: ids[word[0]], Kind: kinds[word[1]], What: people[word[0]]}
		if l.Kind == lineFailed {
			l.What = notDone(l.What)
		}
		lines = append([]store.LogLine{l}, lines...)
	}
	return lines
}

func TestLinesOfOneChangeAreOneRow(t *testing.T) {
	v := &logView{zone: time.UTC}
	for name, c := range map[string]struct {
		story string
		want  []string // newest first: person, number of lines, state
	}{
		"nothing":                         {"", nil},
		"an edit":                         {"me", []string{"1 1 "}},
		"sent":                            {"m>", []string{"1 1 sent"}},
		"sent and confirmed":              {"m> 1 m!", []string{"1 2 confirmed 09:37"}},
		"sent and not done":               {"m> mx", []string{"1 2 not done"}},
		"sent and not needed":             {"m> m-", []string{"1 2 not needed"}},
		"two people at once":              {"m> t> m! t!", []string{"2 2 confirmed 09:36", "1 2 confirmed 09:36"}},
		"an edit between":                 {"m> te m!", []string{"2 1 ", "1 2 confirmed 09:36"}},
		"five requests of one booking":    {"m> m> m> m> m> m! m! m! m! m!", []string{"1 10 5 × confirmed 09:36"}},
		"one by one":                      {"m> m! m> 9 m!", []string{"1 4 2 × confirmed 09:45"}},
		"a part of them":                  {"m> m> m> m! m!", []string{"1 5 2 of 3 confirmed"}},
		"several sent":                    {"m> m>", []string{"1 2 2 × sent"}},
		"one is not needed":               {"m> m> m! m-", []string{"1 4 2 × confirmed 09:36"}},
		"what failed stands by itself":    {"m> m> mx m> m! m!", []string{"1 2 not done", "1 4 2 × confirmed 09:36"}},
		"tried again until it works":      {"m> mx 1 m> mx 2 m> m!", []string{"1 2 confirmed 09:39", "1 4 2 × not done"}},
		"an answer that was lost":         {"m> mx 1 m!", []string{"1 3 confirmed 09:37"}},
		"the same again the next day":     {"m> m! 1440 m> m!", []string{"1 2 confirmed 09:36", "1 2 confirmed 09:36"}},
		"taken and given again at once":   {"m> m! M> M! m> m!", []string{"1 2 confirmed 09:36", "1 2 confirmed 09:36", "1 2 confirmed 09:36"}},
		"others do not come between":      {"m> m! t> t! m> m!", []string{"2 2 confirmed 09:36", "1 4 2 × confirmed 09:36"}},
		"older than what was read":        {"m! m> m!", []string{"1 3 confirmed 09:36"}},
		"a failure older than that":       {"mx", []string{"1 1 not done"}},
		"confirmed after midnight":        {"m> 900 m!", []string{"1 2 confirmed Tue 24 Nov, 00:36"}},
		"a look at the site by the way":   {"m> tl m!", []string{"2 1 looked", "1 2 confirmed 09:36"}},
		"a person's two changes together": {"m> M> m! M!", []string{"1 2 confirmed 09:36", "1 2 confirmed 09:36"}},
	} {
		t.Run(name, func(t *testing.T) {
			lines := story(c.story)
			var got []string
			seen := map[int64]bool{}
			for _, r := range foldLog(lines) {
				_, state := v.outcome(r)
				got = append(got, fmt.Sprintf("%d %d %s", r.first().Person, len(r.Lines), state))
				for _, l := range r.Lines {
					require.False(t, seen[l.ID], "each line once")
					seen[l.ID] = true
				}
			}
			require.Equal(t, c.want, got)
			require.Len(t, seen, len(lines), "no line is lost")
		})
	}
}

func TestLogIsFilteredAndPaged(t *testing.T) {
	b := newBench(t, true)
	var lines []store.LogLine
	for i := range logPage {
		lines = append(lines, store.LogLine{Actor: "desk", Kind: "edit", What: store.Sentence{Text: fmt.Sprintf("Edit %d.", i)}})
	}
	mia := gets("Mia Berg", "Front door")
	b.logged(moment, append(lines, lineAbout(1, lineSent, mia), lineAbout(1, lineFailed, notDone(mia)), lineAbout(1, lineSent, mia), lineAbout(1, lineConfirmed, mia))...)
	b.page.Shown()
	v := b.page.log
	require.Len(t, v.table.Rows(), logPage-2, "two rows of two lines")
	require.Equal(t, lineConfirmed, v.table.Rows()[0].Kind, "newest first")
	b.press("Show older lines")
	require.Len(t, v.table.Rows(), logPage+3, "with the line of the space itself")
	require.Nil(t, b.button("Show older lines"), "that was all")

	v.search.SetValue("edit 123")
	require.Len(t, v.table.Rows(), 1)
	v.open(v.table.Rows()[0])
	require.Contains(t, b.texts(), "Edit 123.")
	require.Contains(t, b.texts(), "Mon 23 Nov 2026, 10:36:00")
	b.press("Close")
	v.search.SetValue("nobody")
	require.Contains(t, b.texts(), "No line of the log fits the filter.")
}

func TestARowShowsItsLinesWhenItIsOpened(t *testing.T) {
	b := newBench(t, true)
	mia := gets("Mia Berg", "Front door")
	b.logged(moment.Add(-2*time.Minute), lineAbout(1, lineSent, mia))
	b.logged(moment.Add(-61*time.Second), lineAbout(1, lineConfirmed, mia))
	b.logged(moment, lineAbout(1, lineSent, mia), lineAbout(1, lineFailed, notDone(mia)))
	b.page.Shown()
	require.Contains(t, b.texts(), "confirmed 10:34")
	require.Contains(t, b.texts(), "not done")

	h := b.hand()
	b.page.log.table.Focus()
	h.Press(fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	for _, want := range []string{"A change at the doors", "Mia Berg gets Front door: extra door.", "sent (line 2)", "Mon 23 Nov 2026, 10:34:00", "confirmed (line 3)", "Mon 23 Nov 2026, 10:34:59"} {
		require.Contains(t, h.Texts(), want)
	}
	h.Press(fyne.KeyEscape)
	b.page.log.table.Focus()
	h.Press(fyne.KeyUp, fyne.KeyReturn)
	require.Contains(t, b.texts(), "Not done: Mia Berg gets Front door: extra door. SALTO KS is not answering.", "and why not")
}

func TestTheFilterIsChosenByKeyboardAndStays(t *testing.T) {
	b := newBench(t, true)
	mia := store.Person{FirstName: "Mia", LastName: "Berg", Email: "mia@example.com"}
	tom := store.Person{FirstName: "Tom", LastName: "Okafor"}
	b.do(func(tx *store.Tx) error {
		if err := tx.SavePerson(&mia); err != nil {
			return err
		}
		return tx.SavePerson(&tom)
	})
	b.do(func(tx *store.Tx) error { return tx.DeletePerson(tom.ID) })
	midnight := time.Date(2026, 11, 22, 23, 0, 0, 0, time.UTC) // in Paris
	door := gets("Mia Berg", "Front door")
	b.logged(midnight.Add(-time.Second), lineAbout(mia.ID, lineSent, door))
	b.logged(midnight, lineAbout(mia.ID, "look", store.Sentence{Text: "Seen."}))
	b.logged(midnight.Add(24*time.Hour), lineAbout(mia.ID, lineSent, gets("Mia Berg", "Studio A")))
	b.page.Shown()
	all := len(b.page.log.table.Rows())
	h := b.hand()

	h.Tap("Filter…")
	h.Press(fyne.KeyTab)
	h.Write("Mia")
	h.Press(fyne.KeyReturn) // takes Mia
	h.Press(fyne.KeyReturn) // shows
	require.Equal(t, "Mia Berg", b.page.log.chosen.Text())
	require.Len(t, b.page.log.table.Rows(), 4)

	h.Tap("Filter…")
	require.Equal(t, personKey(mia.ID), chosenPerson(h), "it is still chosen")
	h.Press(fyne.KeyTab, fyne.KeyTab, fyne.KeyTab)
	h.Write("2026-11-23")
	h.Press(fyne.KeyTab)
	h.Write("2026-11-22")
	h.Press(fyne.KeyReturn)
	require.Contains(t, h.Texts(), "The last day is before the first. Change one of them.")
	for range "2026-11-22" {
		h.Press(fyne.KeyBackspace)
	}
	h.Write("2026-11-23")
	h.Press(fyne.KeyReturn)
	require.Equal(t, "Mia Berg · Mon 23 Nov 2026", b.page.log.chosen.Text())
	var said []string
	for _, r := range b.page.log.table.Rows() {
		said = append(said, r.what().String())
	}
	require.Equal(t, []string{"Seen.", "Mia Berg was added as a visitor."}, said, "from midnight to midnight in Paris")

	b.page.log.search.SetValue("seen")
	require.Len(t, b.page.log.table.Rows(), 1, "words and filter together")
	h.Tap("Show everything")
	require.Equal(t, "seen", b.page.log.search.Value(), "what was typed stays")
	b.page.log.search.SetValue("")
	require.Len(t, b.page.log.table.Rows(), all)
	require.Nil(t, h.Button("Show everything"))
}

// chosenPerson is whom the open dialog of the filter chooses.
func chosenPerson(h hand.Hand) string {
	for _, o := range h.Sight() {
		if f, ok := o.(*widgets.ComboField); ok {
			return f.Value()
		}
	}
	return ""
}

func TestEachFilterChooses(t *testing.T) {
	b := newBench(t, true)
	tom := store.Person{FirstName: "Tom", LastName: "Okafor"}
	b.do(func(tx *store.Tx) error { return tx.SavePerson(&tom) })
	b.do(func(tx *store.Tx) error { return tx.DeletePerson(tom.ID) })
	b.logged(moment, lineAbout(0, lineSent, gets("Mia Berg", "Front door")), lineAbout(0, "look", store.Sentence{Text: "Seen."}),
		store.LogLine{Actor: "import", Kind: "edit", What: store.Sentence{Text: "Brought in."}}, store.LogLine{Actor: "desk", Kind: "edit", What: store.Sentence{Text: "Typed."}})
	b.page.Shown()
	v := b.page.log
	for text, c := range map[string]struct {
		wish logWish
		want []string
	}{
		"At the doors":                             {logWish{Part: store.LogDoors}, []string{"Mia Berg gets Front door: extra door."}},
		"Sign-in, looks and answers":               {logWish{Part: store.LogOther}, []string{"Seen."}},
		"Edits · by desk":                          {logWish{Part: store.LogEdits, Actor: store.ActorDesk}, []string{"Typed."}},
		"by import":                                {logWish{Actor: store.ActorImport}, []string{"Brought in."}},
		"Tom Okafor · by Latchkey":                 {logWish{Person: tom.ID, Name: "Tom Okafor", Actor: store.ActorSync}, []string{"Tom Okafor was removed.", "Tom Okafor was added as a visitor."}},
		"from Tue 24 Nov 2026 on":                  {logWish{From: "2026-11-24"}, nil},
		"until Sun 22 Nov 2026":                    {logWish{Until: "2026-11-22"}, nil},
		"Edits · Sun 1 Nov 2026 – Sun 22 Nov 2026": {logWish{Part: store.LogEdits, From: "2026-11-01", Until: "2026-11-22"}, nil},
	} {
		v.ask(c.wish)
		var said []string
		for _, r := range v.table.Rows() {
			said = append(said, r.what().String())
		}
		require.Equal(t, c.want, said, text)
		require.Equal(t, text, v.chosen.Text())
		require.True(t, v.chooser.Visible(), text)
	}
	require.Equal(t, "removed", personChoices([]store.Person{{FirstName: "Tom", Deleted: true, Email: "tom@example.com"}})[0].Detail)
}

// exporting opens the dialog of the export, on a folder.
func (b *bench) exporting(folder string) hand.Hand {
	b.t.Helper()
	h := b.hand()
	b.page.log.folder = folder
	h.Tap("Export…")
	return h
}

func TestTheLogIsExportedAsTheFilterSays(t *testing.T) {
	b := newBench(t, true)
	evil := gets(`=HYPERLINK("http://evil.example")`, "Front door")
	b.logged(moment, lineAbout(1, lineSent, evil), lineAbout(1, lineConfirmed, evil), store.LogLine{Kind: "look", What: store.Sentence{Text: "Seen."}})
	b.page.Shown()
	b.page.log.ask(logWish{Part: store.LogDoors})
	folder := t.TempDir()
	h := b.exporting(folder)
	h.Press(fyne.KeyReturn)
	head, err := b.store.LogHead(t.Context())
	require.NoError(t, err)
	path := filepath.Join(folder, "Maison Nord log 2026-11-23.csv")
	for _, want := range []string{"The log was exported", "2 lines of the log are in " + path + ".", fmt.Sprint(head.Line), head.Hash[:32], head.Hash[32:]} {
		require.Contains(t, h.Texts(), want)
	}
	h.Tap("Copy")
	require.Equal(t, fmt.Sprintf("%d %s", head.Line, head.Hash), fyne.CurrentApp().Clipboard().Content())
	h.Press(fyne.KeyEscape)

	text, err := os.ReadFile(path)
	require.NoError(t, err)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff"))).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 3, "the raw lines, not the rows")
	require.Equal(t, []string{"confirmed", "", `'=HYPERLINK("http://evil.example") gets Front door: extra door.`}, rows[1][3:6])

	h = b.exporting(folder)
	h.Press(fyne.KeyReturn)
	require.Contains(t, h.Texts(), "Maison Nord log 2026-11-23.csv is there already. What is in it now is lost.")
	b.page.log.ask(logWish{})
	h.Tap("Replace")
	again, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NotEqual(t, text, again)
}

// slow keeps the work until it is told to run it.
type slow struct{ work []func(context.Context) }

func (s *slow) Go(work func(context.Context)) { s.work = append(s.work, work) }
func (s *slow) Do(f func())                   { f() }

func TestAnExportCanBeCancelled(t *testing.T) {
	b := newBench(t, true)
	b.logged(moment, store.LogLine{Kind: "look", What: store.Sentence{Text: "Seen."}})
	b.page.Shown()
	folder := t.TempDir()
	later := &slow{}
	b.page.log.desk.Dispatch = later
	b.page.log.exportTo(filepath.Join(folder, "log.csv"), store.LogFilter{Space: b.space.ID})
	h := b.hand()
	require.Contains(t, h.Texts(), "Writing the log")
	h.Press(fyne.KeyEscape)
	require.True(t, h.Button("Cancel").Disabled(), "it is on its way to an end")
	for _, work := range later.work {
		work(t.Context())
	}
	require.Nil(t, b.win.Canvas().Overlays().Top(), "no dialog, and no error")
	files, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.Empty(t, files)
}

func TestAnExportThatFailsIsSaid(t *testing.T) {
	b := newBench(t, true)
	b.page.Shown()
	gone := filepath.Join(t.TempDir(), "gone")
	b.page.log.exportTo(filepath.Join(gone, "log.csv"), store.LogFilter{Space: b.space.ID})
	require.Contains(t, b.texts(), filepath.Join(gone, "log.csv")+" cannot be written. Choose a folder that you may write to, with room on the disk.")
}
