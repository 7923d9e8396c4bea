package attendance

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/sync/attendance"
	"latchkey/sync/tally"
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

var noon = time.Date(2026, 11, 24, 11, 0, 0, 0, time.UTC) // Tuesday, 12:00 in Paris

// bench is the page over a real file, with everything run at once.
type bench struct {
	hand.Hand
	store   *store.Store
	now     time.Time
	space   store.Space
	plan    store.Plan
	limited store.Plan
	day     store.PassType
	page    *Page
	next    int    // number of an entry
	undo    func() // what the undo bar offers
	said    string
	went    []string // where buttons led
	counted int
	timer   func() // what runs when the next pass ends
	wait    time.Duration
}

func newBench(t testing.TB) *bench {
	t.Helper()
	b := &bench{now: noon}
	s, err := store.Open(context.Background(), store.Options{Path: filepath.Join(t.TempDir(), "space.db"), Now: func() time.Time { return b.now }})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	b.store, b.space = s, store.Space{Name: "Maison Nord", Zone: "Europe/Paris"}
	b.plan, b.limited = store.Plan{Name: "Full time"}, store.Plan{Name: "Ten passes", PassLimited: true}
	b.day = store.PassType{Name: "Day", Minutes: 600, Price: 2000, Currency: "EUR"}
	b.Hand = hand.Hand{T: t, Win: fyne.CurrentApp().NewWindow("")}
	t.Cleanup(b.Win.Close)
	b.page = New(Deps{
		Desk: &desk.Desk{
			Store: s, Win: b.Win, Dispatch: widgets.Sync{}, Space: func() store.SpaceID { return b.space.ID },
			Undone: func(text string, undo func()) { b.said, b.undo = text, undo },
		},
		Arrives:    attendance.Arrives,
		ShowPerson: func(id store.PersonID) { b.went = append(b.went, fmt.Sprint("person ", id)) },
		Connect:    func() { b.went = append(b.went, "settings") },
		Counted:    func() { b.counted++ },
		After: func(d time.Duration, f func()) func() {
			b.wait, b.timer = d, f
			return func() {}
		},
	})
	b.do(func(tx *store.Tx) error { return tx.SaveSpace(&b.space) })
	b.do(func(tx *store.Tx) error { return tx.SavePlan(&b.plan) })
	b.do(func(tx *store.Tx) error { return tx.SavePlan(&b.limited) })
	b.do(func(tx *store.Tx) error { return tx.SavePassType(&b.day) })
	b.Win.SetContent(b.page.Content())
	b.Win.Resize(fyne.NewSize(960, 640))
	return b
}

// connect gives the space a site.
func (b *bench) connect() {
	b.do(func(tx *store.Tx) error {
		b.space.SiteID, b.space.SiteName = "site", "Maison Nord"
		b.space.Account = store.Account{API: "https://api", Email: "desk@example.com"}
		return tx.SaveSpace(&b.space)
	})
}

// do changes the file and lets the page hear of it.
func (b *bench) do(f func(tx *store.Tx) error) {
	b.T.Helper()
	_, err := b.store.Do(context.Background(), store.ActorDesk, f)
	require.NoError(b.T, err)
	b.heard()
}

// heard works the check-ins out and tells the page of everything, as the feed
// does.
func (b *bench) heard() {
	b.T.Helper()
	require.NoError(b.T, tally.Bring(context.Background(), b.store))
	b.page.Refresh(store.Change{Kinds: store.KindCheckIn | store.KindEntry | store.KindPass | store.KindPerson | store.KindSpace})
}

// member adds somebody whom the doors know.
func (b *bench) member(first string, plan store.Plan, passes int) store.Person {
	b.T.Helper()
	p := store.Person{FirstName: first, LastName: "Berg", Email: first + "@example.com", Plan: plan.ID, Connect: store.ConnectTagOnly}
	b.do(func(tx *store.Tx) error {
		if err := tx.SavePerson(&p); err != nil {
			return err
		}
		if passes > 0 {
			like := store.Pass{Person: p.ID, Type: b.day.ID, GrantedAt: noon.AddDate(0, 0, -100)}
			if _, err := tx.GivePasses(like, passes); err != nil {
				return err
			}
		}
		return tx.PutUser(b.space.ID, store.LedgerUser{Person: p.ID, SiteUserID: fmt.Sprint("s-", p.ID), PlatformID: platform(p.ID)})
	})
	return p
}

func platform(id store.PersonID) string { return fmt.Sprint("p-", id) }

// at is a reading of the space's clock.
func (b *bench) at(local store.LocalTime) time.Time { return local.Start(b.space.Location()) }

func (b *bench) entry(p store.Person, at store.LocalTime) store.Entry {
	b.next++
	return store.Entry{
		ID: fmt.Sprint("e-", b.next), At: b.at(at), Category: store.EntryOpened, Way: "tag", Tag: "02300001",
		Door: "front", DoorName: "Front door", Platform: platform(p.ID),
	}
}

func (b *bench) enters(list ...store.Entry) {
	b.T.Helper()
	b.do(func(tx *store.Tx) error { _, err := tx.AddEntries(b.space.ID, list); return err })
}

// rows are the visits of the day as they are shown.
func (b *bench) rows() []string {
	out := []string{}
	for _, v := range b.page.days.table.Rows() {
		out = append(out, v.Name+" "+v.FirstAt+" "+v.LastAt+" "+v.State)
	}
	return out
}

func (b *bench) choose(p store.Person) {
	b.T.Helper()
	require.True(b.T, b.page.days.table.Select(visit{Person: p.ID}.key()))
}

// set puts what is typed into the place of what a focused field had.
func (b *bench) set(text string) {
	b.T.Helper()
	f, ok := b.Win.Canvas().Focused().(interface{ SetText(string) })
	require.True(b.T, ok, "the keyboard is in no field")
	f.SetText("")
	b.Write(text)
}
