package doors

import (
	"context"
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui/listdetail/hand"
	"latchkey/ui/widgets"
)

// driftBench takes answers as the engine does, and keeps them.
func driftBench(t *testing.T, drifts ...store.Drift) (b *bench, answers *[]string) {
	t.Helper()
	b = newBench(t, true)
	var given []string
	b.deps.Answer = func(_ context.Context, key, choice string) error {
		given = append(given, key+": "+choice)
		list, err := b.store.Drifts(t.Context(), b.space.ID)
		require.NoError(t, err)
		for _, d := range list {
			if d.Key != key {
				continue
			}
			b.do(func(tx *store.Tx) error {
				if choice == Restore || !d.OverAt.IsZero() {
					return tx.DropDrift(b.space.ID, key)
				}
				d.Answer, d.AnsweredAt = store.Answer(choice), moment
				return tx.PutDrift(b.space.ID, d)
			})
			return nil
		}
		return &store.Problem{Code: store.CodeMissing, Text: "This difference is not there any more. Look again in Doors."}
	}
	b.build()
	b.page.Shown()
	b.put(drifts...)
	return b, &given
}

func (b *bench) put(drifts ...store.Drift) {
	b.t.Helper()
	b.do(func(tx *store.Tx) error {
		for _, d := range drifts {
			if err := tx.PutDrift(b.space.ID, d); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestADifferenceIsShownWithWhatEachAnswerDoes(t *testing.T) {
	b, answers := driftBench(t, about("1", "Mia Berg", "user blocked", store.Narrower))
	for _, want := range []string{
		"Changed in SALTO KS by hand", "Mia Berg", "was blocked in SALTO KS by somebody, and opens nothing.", "found 09:06",
		"Is unblocked, and opens what this file says.", "Stays blocked, as an exception.", "Stays as it is for now. You are asked again when it changes.",
	} {
		require.Contains(t, b.texts(), want)
	}
	require.Equal(t, 1, b.page.Count())
	b.press("Restore")
	require.Equal(t, []string{"1: restore"}, *answers)
	require.NotContains(t, b.texts(), "Changed in SALTO KS by hand", "nothing is left of it")
	require.Zero(t, b.page.Count())
}

func TestAnExceptionCanBeTakenBack(t *testing.T) {
	b, answers := driftBench(t, about("1", "Mia Berg", "user blocked", store.Narrower), about("2", "Tom Okafor", "name changed", store.Other))
	b.press("Keep")
	require.Zero(t, countOf(b.texts(), "Mia Berg"), "it is folded away")
	b.press("Kept as exceptions (1)")
	require.Equal(t, 1, countOf(b.texts(), "Mia Berg"))
	require.Contains(t, b.texts(), "Kept as an exception, 10:36.")
	b.press("Ignore")
	b.press("Ignored for now (1)")
	require.Contains(t, b.texts(), "Ignored, 10:36.")
	require.Zero(t, b.page.Count(), "both are answered")
	b.press("Restore")
	require.Equal(t, []string{"1: keep", "2: ignore", "1: restore"}, *answers)
	b.press("Ignored for now (1)")
	require.Zero(t, countOf(b.texts(), "Tom Okafor"))
}

func countOf(list []string, want string) int {
	n := 0
	for _, s := range list {
		if s == want {
			n++
		}
	}
	return n
}

func TestWhatWasPutBackIsOnlyTakenNoteOf(t *testing.T) {
	closing := about("1", "Mia Berg", "door in", store.Wider)
	b, answers := driftBench(t, closing)
	require.Contains(t, b.texts(), "Is being put back.")
	require.Nil(t, b.button("Restore"))
	require.Nil(t, b.button("OK"))
	closing.OverAt = moment.Add(-33 * time.Minute)
	b.put(closing)
	require.Contains(t, b.texts(), "Was put back at 10:03.")
	b.press("OK")
	require.Equal(t, []string{"1: ignore"}, *answers)
	require.NotContains(t, b.texts(), "Changed in SALTO KS by hand")
}

func TestALongNameIsReadInTheSentence(t *testing.T) {
	const name = "Maximiliane Oberhuber-Weißenfels de la Fontaine"
	b, _ := driftBench(t, about("1", name, "user blocked", store.Narrower))
	require.Contains(t, b.texts(), name+" was blocked in SALTO KS by somebody, and opens nothing.")
	b.do(func(tx *store.Tx) error {
		return tx.SetWork(b.space.ID, []store.Work{step("a", 0, gets(name, "Studio A"), store.PhaseWaiting)})
	})
	require.Contains(t, b.texts(), name+" gets Studio A: extra door.")
}

func TestAnAnswerThatFailsSaysWhyAndCanBeGivenAgain(t *testing.T) {
	b, answers := driftBench(t, about("1", "Mia Berg", "user blocked", store.Narrower))
	b.page.deps.Answer = func(context.Context, string, string) error {
		*answers = append(*answers, "refused")
		return &store.Problem{Code: store.CodeFile, Text: "The data file cannot be written to. Look whether the disk is full."}
	}
	b.press("Keep")
	require.Contains(t, b.texts(), "The data file cannot be written to. Look whether the disk is full.")
	b.press("OK")
	require.False(t, b.button("Keep").Disabled())
	b.press("Keep")
	require.Equal(t, []string{"refused", "refused"}, *answers)
}

// later keeps what is to be done away from the UI thread.
type later struct{ work []func(context.Context) }

func (l *later) Go(work func(context.Context)) { l.work = append(l.work, work) }
func (l *later) Do(f func())                   { f() }

func (l *later) run() {
	for len(l.work) > 0 {
		next := l.work[0]
		l.work = l.work[1:]
		next(context.Background())
	}
}

func TestOnlyTheRowWhoseAnswerIsOnItsWayIsLocked(t *testing.T) {
	b, answers := driftBench(t, about("1", "Mia Berg", "user blocked", store.Narrower), about("2", "Tom Okafor", "user blocked", store.Narrower))
	slow := &later{}
	b.deps.Desk.Dispatch = slow
	keep := buttonsOf(b, "Keep")
	require.Len(t, keep, 2)
	keep[0].Tapped(nil)
	require.True(t, keep[0].Disabled())
	require.False(t, keep[1].Disabled())
	keep[0].Tapped(nil)
	keep[1].Tapped(nil)
	slow.run()
	require.Equal(t, []string{"1: keep", "2: keep"}, *answers, "each once")
	require.Contains(t, hand.Hand{T: t, Win: b.win}.Texts(), "Kept as exceptions (2)")
}

func buttonsOf(b *bench, word string) []*widgets.Button {
	var out []*widgets.Button
	for _, o := range all[*widgets.Button](b.top()) {
		if o.Text() == word {
			out = append(out, o)
		}
	}
	return out
}

func TestDifferencesAreAnsweredByKeyboard(t *testing.T) {
	b, answers := driftBench(t,
		about("1", "Mia Berg", "user blocked", store.Narrower), about("2", "Tom Okafor", "user blocked", store.Narrower), about("3", "Ada Lind", "name changed", store.Other))
	h := hand.Hand{T: t, Win: b.win}
	h.Press(fyne.KeyTab, fyne.KeyTab)
	require.Equal(t, "Keep", b.win.Canvas().Focused().(*widgets.Button).Text())
	h.Press(fyne.KeyReturn)
	require.Equal(t, []string{"1: keep"}, *answers)
	require.Same(t, buttonsOf(b, "Restore")[0], b.win.Canvas().Focused(), "the keyboard is on the next difference")
	before := b.win.Canvas().Focused()
	b.put(about("0", "Zoe New", "user blocked", store.Narrower))
	require.Same(t, before, b.win.Canvas().Focused(), "news leave the keyboard where it is")
	require.Contains(t, buttonsOf(b, "Restore"), before, "and the row in sight")
	h.Press(fyne.KeySpace)
	require.Equal(t, []string{"1: keep", "2: restore"}, *answers)
}

func TestManyDifferencesComeInPages(t *testing.T) {
	var many []store.Drift
	for i := range driftPage + 3 {
		many = append(many, about(fmt.Sprintf("%02d", i), fmt.Sprintf("Person %02d", i), "user blocked", store.Narrower))
	}
	b, _ := driftBench(t, many...)
	require.NotContains(t, b.texts(), "Person 10")
	b.press("Show 3 more")
	require.Contains(t, b.texts(), "Person 10")
}

func TestOfASpaceThatIsNotConnectedNothingIsAsked(t *testing.T) {
	b := newBench(t, false)
	b.deps.Answer = func(context.Context, string, string) error { return nil }
	b.build()
	b.page.Shown()
	b.put(about("1", "Mia Berg", "user blocked", store.Narrower))
	require.NotContains(t, b.texts(), "Changed in SALTO KS by hand")
	require.Zero(t, b.page.Count())
}

func TestExceptionsStandBehindWhatWaits(t *testing.T) {
	b, _ := driftBench(t, about("1", "Mia Berg", "user blocked", store.Narrower))
	require.Less(t, b.page.drift.content.Position().Y, b.page.waiting.content.Position().Y)
	b.press("Keep")
	require.Greater(t, b.page.drift.content.Position().Y, b.page.waiting.content.Position().Y)
}
