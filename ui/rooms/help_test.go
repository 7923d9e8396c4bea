package rooms

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
	went  []store.BookingID // bookings that buttons led to
}

func newBench(t *testing.T) *bench {
	t.Helper()
	s, err := store.Open(context.Background(), store.Options{
		Path: filepath.Join(t.TempDir(), "space.db"), Now: func() time.Time { return noon },
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	b := &bench{t: t, store: s, space: store.Space{
		Name: "Maison Nord", Zone: "Europe/Paris", Before: 5, After: 10, HorizonDays: 14,
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
		RoomFaults: func(s store.Space, m store.Mirror, r store.Room) []store.Sentence {
			if f, bad := access.RoomFault(store.Snapshot{Space: s, Mirror: m}, r); bad {
				return []store.Sentence{f}
			}
			return nil
		},
		ShowBooking: func(id store.BookingID) { b.went = append(b.went, id) },
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

// heard tells the page that rooms may have changed, as the feed does.
func (b *bench) heard() { b.page.Refresh(store.Change{Kinds: store.KindRoom}) }

// connect gives the space a site that has been looked at.
func (b *bench) connect() {
	b.do(func(tx *store.Tx) error {
		b.space.SiteID, b.space.SiteName = "site", "Maison Nord"
		if err := tx.SaveSpace(&b.space); err != nil {
			return err
		}
		return tx.SaveMirror(b.space.ID, store.Mirror{
			Site: store.KSSite{ID: "site", Name: "Maison Nord", Zone: "Europe/Paris", SubscriptionValid: true, LookedAt: noon},
			Doors: []store.KSDoor{
				{ID: "front", Name: "Front door", Online: true, IQ: "IQ 01", IQOnline: true},
				{ID: "studio", Name: "Studio A", Online: true, IQ: "IQ 02"}, {ID: "attic", Name: "Attic", Online: true},
			},
			Groups: []store.KSGroup{
				{ID: "floor", Name: "First floor", Detailed: true, Doors: []string{"front", "attic"}},
				{ID: "unread", Name: "Later"},
			},
		})
	})
}

// room saves a room with doors of the site.
func (b *bench) room(name string, doors ...store.KSRef) store.Room {
	b.t.Helper()
	r := store.Room{Space: b.space.ID, Name: name, Doors: doors}
	b.do(func(tx *store.Tx) error { return tx.SaveRoom(&r) })
	return r
}

// book saves an hour's bookings of a room by a visitor, on so many days from
// tomorrow on.
func (b *bench) book(room store.RoomID, who string, days int) {
	b.t.Helper()
	b.do(func(tx *store.Tx) error {
		p := store.Person{FirstName: who, LastName: "Berg", Connect: store.ConnectTagOnly}
		if err := tx.SavePerson(&p); err != nil {
			return err
		}
		for i := range days {
			day := string(store.DateOf(noon, time.UTC).AddDays(i + 1))
			err := tx.SaveBooking(&store.Booking{
				Room: room, Person: p.ID, Start: store.LocalTime(day + "T09:00"), End: store.LocalTime(day + "T10:00"),
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func (b *bench) stored(id store.RoomID) store.Room {
	b.t.Helper()
	r, err := b.store.Room(context.Background(), id)
	require.NoError(b.t, err)
	return r
}

// rows are the names in the list.
func (b *bench) rows() []string {
	out := []string{}
	for _, r := range b.page.table.Rows() {
		out = append(out, r.Name)
	}
	return out
}
