package plans

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/access"
	"latchkey/ui/desk"
	"latchkey/ui/listdetail/hand"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// TestMain gives the tests an app with the theme of the desk.
func TestMain(m *testing.M) {
	test.NewApp().Settings().SetTheme(theme.New(theme.Light))
	os.Exit(m.Run())
}

var noon = time.Date(2026, 11, 23, 11, 0, 0, 0, time.UTC) // 12:00 in Paris

// bench is the page over a real file, with everything run at once.
type bench struct {
	hand.Hand
	t     *testing.T
	store *store.Store
	space store.Space
	page  *Page
	undo  func() // what the undo bar offers
	said  string
	went  []string // where buttons led
}

func newBench(t *testing.T) *bench {
	t.Helper()
	s, err := store.Open(context.Background(), store.Options{
		Path: filepath.Join(t.TempDir(), "space.db"), Now: func() time.Time { return noon },
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	b := &bench{t: t, store: s, space: store.Space{
		Name: "Maison Nord", Zone: "Europe/Paris", Before: 5, After: 5, HorizonDays: 14,
		Leaving: store.LeavingSuspend, OpenFrom: "07:00", OpenUntil: "23:00",
	}}
	b.do(func(tx *store.Tx) error { return tx.SaveSpace(&b.space) })
	b.Hand = hand.Hand{T: t, Win: fyne.CurrentApp().NewWindow("")}
	t.Cleanup(b.Win.Close)
	b.page = New(Deps{
		Desk: &desk.Desk{
			Store: s, Win: b.Win, Dispatch: widgets.Sync{}, Space: func() store.SpaceID { return b.space.ID },
			Undone: func(text string, undo func()) { b.said, b.undo = text, undo },
		},
		GroupWords: func(g store.KSGroup) []store.Sentence {
			var out []store.Sentence
			for _, sch := range g.Schedules {
				out = append(out, access.ScheduleWords(sch))
			}
			return out
		},
		PlanFaults: func(s store.Space, m store.Mirror, p store.Plan) []store.Sentence {
			return access.PlanFaults(store.Snapshot{Space: s, Mirror: m}, p)
		},
		ShowPerson: func(id store.PersonID) { b.went = append(b.went, "person") },
		Connect:    func() { b.went = append(b.went, "settings") },
	})
	b.Win.SetContent(b.page.Content())
	b.Win.Resize(fyne.NewSize(960, 640))
	return b
}

// do changes the file and lets the page hear of it.
func (b *bench) do(f func(tx *store.Tx) error) {
	b.t.Helper()
	c, err := b.store.Do(context.Background(), store.ActorDesk, f)
	require.NoError(b.t, err)
	if b.page != nil {
		b.page.Refresh(c)
	}
}

// heard tells the page that everything may have changed, as the feed does.
func (b *bench) heard() { b.page.Refresh(store.Change{Kinds: store.KindPlan}) }

// connect gives the space a site that has been looked at.
func (b *bench) connect() {
	week := func(from, until string, days int) []store.Schedule {
		s := store.Schedule{StartTime: from, EndTime: until}
		for i := range days {
			s.Days[i] = true
		}
		return []store.Schedule{s}
	}
	always, office := week("00:00:00", "23:59:59", 7), week("08:00:00", "18:00:00", 5)
	b.do(func(tx *store.Tx) error {
		b.space.SiteID, b.space.SiteName = "site", "Maison Nord"
		if err := tx.SaveSpace(&b.space); err != nil {
			return err
		}
		return tx.SaveMirror(b.space.ID, store.Mirror{
			Site: store.KSSite{ID: "site", Name: "Maison Nord", Zone: "Europe/Paris", SubscriptionValid: true, LookedAt: noon},
			Doors: []store.KSDoor{
				{ID: "front", Name: "Front door", Online: true, IQ: "IQ 01", IQOnline: true},
				{ID: "storage", Name: "Storage", Online: true}, {ID: "studio", Name: "Studio A", Online: true},
			},
			Groups: []store.KSGroup{
				{ID: "full", Name: "Full time", Detailed: true, Doors: []string{"front", "storage"}, Schedules: always},
				{ID: "basic", Name: "Basic", Detailed: true, Doors: []string{"front"}, Schedules: office},
				{ID: "studio", Name: "Studio", Detailed: true, Doors: []string{"front", "studio"}, Schedules: always},
				{ID: "closed", Name: "Closed", Detailed: true, Doors: []string{"front"}},
				{ID: "unread", Name: "Later"},
			},
		})
	})
}

// plan saves a plan with groups of the site.
func (b *bench) plan(name string, groups ...store.KSRef) store.Plan {
	b.t.Helper()
	p := store.Plan{Name: name}
	for _, g := range groups {
		p.Mappings = append(p.Mappings, store.Mapping{Space: b.space.ID, Group: g})
	}
	b.do(func(tx *store.Tx) error { return tx.SavePlan(&p) })
	return p
}

// member saves a connected member.
func (b *bench) member(first string, plan store.PlanID) store.Person {
	b.t.Helper()
	p := store.Person{FirstName: first, LastName: "Berg", Plan: plan, Connect: store.ConnectTagOnly}
	b.do(func(tx *store.Tx) error { return tx.SavePerson(&p) })
	return p
}

func (b *bench) stored(id store.PlanID) store.Plan {
	b.t.Helper()
	p, err := b.store.Plan(context.Background(), id)
	require.NoError(b.t, err)
	return p
}

// rows are the names in the list.
func (b *bench) rows() []string {
	out := []string{}
	for _, r := range b.page.table.Rows() {
		out = append(out, r.Name)
	}
	return out
}
