package doors

import (
	"context"
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui/listdetail/hand"
	"latchkey/ui/widgets"
)

func leaves(name string) store.Sentence {
	return store.Sentence{Text: "{{.Name}} loses {{.Doors}} (group “{{.Group}}”).", Args: map[string]string{"Name": name, "Doors": "Front door", "Group": "Full time"}}
}

// previewed is a preview of people with a name and a number; every third loses
// something.
func previewed(n int) Preview {
	p := Preview{Lose: 12, Gain: 3, Steps: 40, View: "v1", Why: loud().Why}
	for i := range n {
		name := fmt.Sprintf("Person %02d", i)
		c := PersonChange{Person: name, Lines: []store.Sentence{gets(name, "Storage"), gets(name, "Storage")}}
		if i%3 == 2 {
			c.Lines, c.Takes = append(c.Lines, leaves(name)), true
		}
		p.People = append(p.People, c)
	}
	return p
}

func TestAPreviewShowsFirstWhoLosesSomething(t *testing.T) {
	tidy := PersonChange{Lines: []store.Sentence{{Text: "The group “x” of a booking that is over is tidied away."}}}
	p := Preview{People: []PersonChange{
		tidy, {Person: "zoe", Lines: []store.Sentence{gets("zoe", "Storage")}}, {Person: "Ada", Lines: []store.Sentence{gets("Ada", "Storage"), gets("Ada", "Storage")}},
		{Person: "Tom", Takes: true, Lines: []store.Sentence{leaves("Tom")}},
	}}
	var names []string
	for _, r := range p.rows() {
		names = append(names, r.Name)
	}
	require.Equal(t, []string{"Tom", "Ada", "zoe", ""}, names)
	require.Equal(t, []string{"gets Storage: extra door."}, p.rows()[1].Lines, "the same sentence once, without the name")
}

// previewBench has a question, a preview of so many people, and takes the
// answers.
func previewBench(t *testing.T, people int) (b *bench, seen *Preview, agreed *[]string) {
	t.Helper()
	b = newBench(t, true)
	shown, views := previewed(people), []string{}
	b.deps.Preview = func(context.Context) (Preview, error) { return shown, nil }
	b.deps.Agree = func(_ context.Context, view string) error {
		views = append(views, view)
		if view != shown.View {
			return &store.Problem{Code: store.CodeConflict, Text: "Something has changed since you looked. Look at the changes again, and then agree to them."}
		}
		return nil
	}
	b.build()
	b.page.Shown()
	b.do(func(tx *store.Tx) error {
		return tx.PutGuard(b.space.ID, store.Guard{SiteID: "s1", Question: loud()})
	})
	return b, &shown, &views
}

func TestTheGuardAsksAtTheTop(t *testing.T) {
	b, _, _ := previewBench(t, 3)
	texts := b.texts()
	require.Contains(t, texts, "Held until you answer")
	require.Contains(t, texts, "12 people would lose access within a day. More than 5 are not taken off without your answer.")
	require.Contains(t, texts, "12 people lose access, 3 people get access, 40 requests to SALTO KS · asked 10:26")
	require.Nil(t, b.button("Agree"), "only who has looked can agree")
	require.Equal(t, 1, b.page.Count())
	b.do(func(tx *store.Tx) error { return tx.PutGuard(b.space.ID, store.Guard{SiteID: "s1"}) })
	require.NotContains(t, b.texts(), "Held until you answer")
	require.Zero(t, b.page.Count())
}

func TestTheFirstTimeIsNoAlarm(t *testing.T) {
	b, _, _ := previewBench(t, 3)
	first := store.Sentence{Text: "Nothing was sent to this site of SALTO KS yet. Look at what would happen, and then agree to it."}
	b.do(func(tx *store.Tx) error {
		return tx.PutGuard(b.space.ID, store.Guard{Question: &store.Question{Why: []store.Sentence{first}, Gain: 30, Steps: 90}})
	})
	require.Contains(t, b.texts(), "Nothing goes to SALTO KS before you have looked")
	require.Contains(t, b.texts(), first.Text)
	require.NotContains(t, b.texts(), "Held until you answer")
}

func TestTheDeskAgreesToWhatItSees(t *testing.T) {
	b, _, agreed := previewBench(t, 3)
	b.press("Look at the changes…")
	require.Contains(t, b.texts(), "loses Front door (group “Full time”).")
	require.Contains(t, b.texts(), "loses something")
	b.press("Agree")
	require.Equal(t, []string{"v1"}, *agreed)
	require.Nil(t, b.win.Canvas().Overlays().Top(), "the dialog is over")
}

func TestARefusedAgreementShowsWhatIsSoNow(t *testing.T) {
	b, shown, agreed := previewBench(t, 3)
	b.press("Look at the changes…")
	*shown = Preview{Lose: 1, Steps: 1, View: "v2", Why: loud().Why, People: []PersonChange{{Person: "Somebody Else", Lines: []store.Sentence{leaves("Somebody Else")}, Takes: true}}}
	b.press("Agree")
	require.Contains(t, b.texts(), "Something has changed since you looked. Look at the changes again, and then agree to them.")
	require.Contains(t, b.texts(), "Somebody Else")
	require.NotContains(t, b.texts(), "Person 02")
	b.press("Agree")
	require.Equal(t, []string{"v1", "v2"}, *agreed, "now it is what was seen")
}

func TestEnterNeverAgreesByItself(t *testing.T) {
	b, _, agreed := previewBench(t, 20)
	h := hand.Hand{T: t, Win: b.win}
	b.press("Look at the changes…")
	h.Press(fyne.KeyReturn)
	require.Empty(t, *agreed)
	require.Nil(t, b.win.Canvas().Overlays().Top(), "it closes the dialog")

	b.press("Look at the changes…")
	b.win.Canvas().Focus(all[*widgets.TextField](b.top())[0].FocusTarget())
	h.Write("person 17")
	h.Press(fyne.KeyReturn)
	require.Contains(t, b.texts(), "Person 17", "a search goes on")
	require.NotContains(t, b.texts(), "Person 16")
	require.Empty(t, *agreed)
	h.Write("x")
	require.Contains(t, b.texts(), "Nobody fits what you typed.")
	h.Press(fyne.KeyEscape)
	require.Nil(t, b.win.Canvas().Overlays().Top())
}

func TestAShortPreviewHasNoSearchAndALongOneComesInPages(t *testing.T) {
	b, shown, _ := previewBench(t, searchAbove)
	b.press("Look at the changes…")
	require.Empty(t, all[*widgets.TextField](b.top()))
	b.press("Close")
	*shown = previewed(foundPage + 3)
	b.press("Look at the changes…")
	require.Len(t, all[*widgets.TextField](b.top()), 1)
	require.NotContains(t, b.texts(), "Person 52")
	b.press("Show 3 more")
	require.Contains(t, b.texts(), "Person 52")
}

func TestAPreviewOnRequestHasNothingToAgreeTo(t *testing.T) {
	b, shown, _ := previewBench(t, 2)
	b.do(func(tx *store.Tx) error { return tx.PutGuard(b.space.ID, store.Guard{SiteID: "s1"}) })
	shown.View, shown.Why = "", nil
	preview := b.page.Actions()[1].(*widgets.Button)
	require.Equal(t, "Preview…", preview.Text())
	preview.Tapped(nil)
	require.Contains(t, b.texts(), "This goes to SALTO KS by itself, as soon as it can: 12 people lose access, 3 people get access, 40 requests to SALTO KS.")
	require.Nil(t, b.button("Agree"))
	b.press("Close")
	*shown = Preview{}
	b.page.Menu()[1].Action()
	require.Contains(t, b.texts(), "Nothing waits to go to SALTO KS.")
}

func TestAPreviewThatFailsSaysWhy(t *testing.T) {
	b, _, _ := previewBench(t, 2)
	b.page.deps.Preview = func(context.Context) (Preview, error) {
		return Preview{}, &store.Problem{Code: store.CodeFile, Text: "The data file cannot be read. Close Latchkey and open it again."}
	}
	b.press("Look at the changes…")
	require.Contains(t, b.texts(), "The data file cannot be read. Close Latchkey and open it again.")
	b.press("OK")
	b.press("Look at the changes…")
	require.Contains(t, b.texts(), "The data file cannot be read. Close Latchkey and open it again.", "it can be asked for again")
}

func TestWithoutAnEngineToAskThePageHasNoSuchButtons(t *testing.T) {
	b := newBench(t, true)
	b.page.Shown()
	b.do(func(tx *store.Tx) error {
		if err := tx.PutDrift(b.space.ID, about("1", "Mia Berg", "user blocked", store.Narrower)); err != nil {
			return err
		}
		return tx.PutGuard(b.space.ID, store.Guard{SiteID: "s1", Question: loud()})
	})
	require.Contains(t, b.texts(), "Held until you answer", "the question itself is in the file")
	require.Nil(t, b.button("Look at the changes…"))
	require.False(t, b.page.Actions()[1].Visible())
	require.Len(t, b.page.Menu(), 1)
	require.NotContains(t, b.texts(), "Changed in SALTO KS by hand")
}
