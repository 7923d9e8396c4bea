package doors

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui"
	"latchkey/ui/desk"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

var _ ui.Page = (*Page)(nil)

// bench is the page in a window, over a file of its own.
type bench struct {
	t       *testing.T
	store   *store.Store
	win     fyne.Window
	page    *Page
	deps    Deps
	space   store.Space
	faults  []store.Sentence
	synced  int
	retried []string
	went    bool // to Settings
	counted int
}

func (b *bench) SyncNow() { b.synced++ }

func (b *bench) Retry(_ context.Context, key string) error {
	b.retried = append(b.retried, key)
	return nil
}

func newBench(t *testing.T, connected bool) *bench {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Light))
	b := &bench{t: t, win: app.NewWindow("")}
	var err error
	b.store, err = store.Open(t.Context(), store.Options{
		Path: filepath.Join(t.TempDir(), "space.db"), Now: func() time.Time { return moment },
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, b.store.Close()) })
	b.space = store.Space{Name: "Maison Nord", Zone: "Europe/Paris"}
	if connected {
		b.space.Account = store.Account{API: "https://ks.example", Email: "desk@maisonnord.example"}
		b.space.SiteID, b.space.SiteName = "s1", "Maison Nord Paris"
	}
	b.do(func(tx *store.Tx) error { return tx.SaveSpace(&b.space) })
	b.deps = Deps{
		Desk:   &desk.Desk{Store: b.store, Win: b.win, Dispatch: widgets.Sync{}, Space: func() store.SpaceID { return b.space.ID }},
		Engine: b, Faults: func(context.Context) ([]store.Sentence, error) { return b.faults, nil },
		Connect: func() { b.went = true }, Counted: func() { b.counted++ },
	}
	b.build()
	return b
}

// build makes the page of the deps that there are.
func (b *bench) build() {
	b.page = New(b.deps)
	b.win.SetPadded(false)
	b.win.SetContent(container.NewStack(widgets.NewPanel(theme.ColorBackground, "", 0), container.NewPadded(b.page.Content())))
	b.win.Resize(fyne.NewSize(1210, 820))
}

// do changes the file and tells the page.
func (b *bench) do(f func(tx *store.Tx) error) {
	b.t.Helper()
	c, err := b.store.Do(b.t.Context(), store.ActorSync, f)
	require.NoError(b.t, err)
	if b.page != nil {
		b.page.Refresh(c)
	}
}

func (b *bench) mirror() store.Mirror {
	return store.Mirror{
		Site: store.KSSite{ID: "s1", Name: "Maison Nord Paris", Zone: "Europe/Paris", SeatsUsed: 41, SeatsBought: 50, SubscriptionValid: true,
			LookedAt: moment.Add(-21 * time.Minute)},
		Doors: []store.KSDoor{{ID: "1", Name: "Front door", Online: true, IQ: "IQ 01", IQOnline: true}, {ID: "2", Name: "Studio A", IQ: "IQ 02"}},
	}
}

func (b *bench) texts() []string {
	var out []string
	for _, o := range all[*widgets.Text](b.top()) {
		out = append(out, o.Text())
	}
	for _, o := range all[*widgets.Paragraph](b.top()) {
		out = append(out, o.Text())
	}
	for _, o := range all[*widgets.Pill](b.top()) {
		out = append(out, o.Text())
	}
	return out
}

func (b *bench) top() fyne.CanvasObject {
	if o := b.win.Canvas().Overlays().Top(); o != nil {
		return o
	}
	return b.win.Content()
}

func (b *bench) button(label string) *widgets.Button {
	for _, o := range all[*widgets.Button](b.top()) {
		if o.Text() == label {
			return o
		}
	}
	return nil
}

func (b *bench) press(label string) {
	b.t.Helper()
	button := b.button(label)
	require.NotNil(b.t, button, label)
	test.Tap(button)
}

// all finds the visible objects of a type.
func all[T fyne.CanvasObject](root fyne.CanvasObject) []T {
	if !root.Visible() {
		return nil
	}
	var out []T
	if o, ok := root.(T); ok {
		out = append(out, o)
	}
	var children []fyne.CanvasObject
	switch o := root.(type) {
	case *fyne.Container:
		children = o.Objects
	case fyne.Widget:
		children = test.WidgetRenderer(o).Objects()
	}
	for _, child := range children {
		out = append(out, all[T](child)...)
	}
	return out
}

func TestNotConnectedLeadsToSettings(t *testing.T) {
	b := newBench(t, false)
	b.page.Shown()
	require.True(t, b.page.sync.Disabled())
	require.NotContains(t, b.texts(), "Health")
	b.press("Connect SALTO KS")
	require.True(t, b.went)
}

func TestHealthAndUpToDate(t *testing.T) {
	b := newBench(t, true)
	b.page.Shown()
	require.Contains(t, b.texts(), "not yet", "nobody has looked")
	b.do(func(tx *store.Tx) error { return tx.SaveMirror(b.space.ID, b.mirror()) })
	b.page.SetStatus(Status{State: StateUpToDate, Done: moment.Add(-time.Minute)})
	texts := b.texts()
	for _, want := range []string{
		"desk@maisonnord.example", "Maison Nord Paris", "41 of 50", "valid", "Hub IQ 01", "online", "Hub IQ 02", "offline", "10:15",
		"All doors are up to date", "SALTO KS holds exactly what this file says, confirmed 10:35.",
	} {
		require.Contains(t, texts, want)
	}
	test.Tap(b.page.Actions()[0].(*widgets.Button))
	b.page.Menu()[0].Action()
	require.Equal(t, 2, b.synced)
}

func TestParkedStepsCanBeTriedAgain(t *testing.T) {
	b := newBench(t, true)
	b.page.Shown()
	seat := store.Sentence{Text: "SALTO KS has no free seat. Buy seats there or free one, then press “Try again”."}
	park := func(key string, what store.Sentence) store.Work {
		w := step(key, 0, what, store.PhaseParked)
		w.Error = seat
		return w
	}
	mia, tom := park("seat:1", gets("Mia Berg", "Front door")), park("seat:2", gets("Tom Okafor", "Studio A"))
	b.do(func(tx *store.Tx) error { return tx.SetWork(b.space.ID, []store.Work{mia}) })
	require.Nil(t, b.button("Try all again"), "there is only one")
	b.press("Try again")
	require.Equal(t, []string{"seat:1"}, b.retried)

	b.do(func(tx *store.Tx) error { return tx.SetWork(b.space.ID, []store.Work{mia, tom}) })
	require.Contains(t, b.texts(), seat.Text)
	require.Contains(t, b.texts(), "gets Studio A: extra door.")
	b.press("Try all again")
	require.Equal(t, []string{"seat:1", ""}, b.retried)
}

func TestCountIsWhatNeedsTheDesk(t *testing.T) {
	b := newBench(t, true)
	b.faults = []store.Sentence{{Text: "The room “{{.Room}}” opens nothing.", Args: map[string]string{"Room": "Studio A"}}}
	b.do(func(tx *store.Tx) error { return tx.SaveMirror(b.space.ID, b.mirror()) })
	require.Equal(t, 1, b.page.Count(), "known before the page was ever shown")
	require.Equal(t, 1, b.counted)
	b.page.SetStatus(Status{State: StateNeedsYou, Parked: 2})
	require.Equal(t, 3, b.page.Count())
	b.page.SetStatus(Status{State: StateNeedsYou, Parked: 2, Waiting: 1})
	require.Equal(t, 2, b.counted, "only changes are told")
	b.page.Shown()
	require.Contains(t, b.texts(), "The room “Studio A” opens nothing.")
}

func TestTroubleSaysWhenItIsTriedAgain(t *testing.T) {
	b := newBench(t, true)
	b.page.Shown()
	b.page.SetStatus(Status{State: StateOffline, Trouble: store.Sentence{Text: "SALTO KS cannot be reached."}, Retry: moment.Add(4 * time.Minute)})
	require.Contains(t, b.texts(), "SALTO KS cannot be reached. Next attempt: 10:40.")
	b.page.SetStatus(Status{State: StateUpToDate})
	require.NotContains(t, b.texts(), "SALTO KS cannot be reached. Next attempt: 10:40.")
}

func TestManyPeopleAreShownInPages(t *testing.T) {
	b := newBench(t, true)
	b.page.Shown()
	var work []store.Work
	for i := range groupPage + 5 {
		work = append(work, step(fmt.Sprint(i), 0, gets(fmt.Sprintf("Person %02d", i), "Front door"), store.PhaseWaiting))
	}
	b.do(func(tx *store.Tx) error { return tx.SetWork(b.space.ID, work) })
	require.NotContains(t, b.texts(), "Person 34")
	b.press("Show 5 more")
	require.Contains(t, b.texts(), "Person 34")
}
