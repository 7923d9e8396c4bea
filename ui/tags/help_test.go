package tags

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
	store *store.Store
	now   time.Time
	space store.Space
	page  *Page
	undo  func() // what the undo bar offers
	said  string
	went  []string // where buttons led, and what was looked for
	mia   store.Person
	jon   store.Person
}

// newBench returns the page over a file with two members, who have no tag.
func newBench(t testing.TB) *bench {
	t.Helper()
	b := &bench{now: noon}
	s, err := store.Open(context.Background(), store.Options{Path: filepath.Join(t.TempDir(), "space.db"), Now: func() time.Time { return b.now }})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	b.store, b.space = s, store.Space{Name: "Maison Nord", Zone: "Europe/Paris"}
	b.Hand = hand.Hand{T: t, Win: fyne.CurrentApp().NewWindow("")}
	t.Cleanup(b.Win.Close)
	b.page = New(Deps{
		Desk: &desk.Desk{
			Store: s, Win: b.Win, Dispatch: widgets.Sync{}, Space: func() store.SpaceID { return b.space.ID },
			Undone: func(text string, undo func()) { b.said, b.undo = text, func() { undo(); b.heard() } },
		},
		ShowPerson:  func(id store.PersonID) { b.went = append(b.went, fmt.Sprint("person ", id)) },
		Connect:     func() { b.went = append(b.went, "settings") },
		LookForTags: func(on bool) { b.went = append(b.went, fmt.Sprint("look ", on)) },
	})
	plan := store.Plan{Name: "Full time"}
	b.do(func(tx *store.Tx) error { return tx.SaveSpace(&b.space) })
	b.do(func(tx *store.Tx) error { return tx.SavePlan(&plan) })
	b.mia = store.Person{FirstName: "Mia", LastName: "Berg", Email: "mia@ostrea.example", Plan: plan.ID, Connect: store.ConnectPhoneAndTag}
	b.jon = store.Person{FirstName: "Jonas", LastName: "Weiß", Company: "Ostrea", Plan: plan.ID, Connect: store.ConnectTagOnly}
	b.do(func(tx *store.Tx) error { return tx.SavePerson(&b.mia) })
	b.now = noon.Add(time.Minute)
	b.do(func(tx *store.Tx) error { return tx.SavePerson(&b.jon) })
	b.Win.SetContent(b.page.Content())
	b.Win.Resize(fyne.NewSize(960, 640))
	return b
}

// do changes the file and lets the page hear of it.
func (b *bench) do(f func(tx *store.Tx) error) {
	b.T.Helper()
	c, err := b.store.Do(context.Background(), store.ActorDesk, f)
	require.NoError(b.T, err)
	b.page.Refresh(c)
}

// heard tells the page that tags may have changed, as the feed does.
func (b *bench) heard() { b.page.Refresh(store.Change{Kinds: store.KindTag}) }

// connect gives the space a site that was read, with tags of these numbers.
func (b *bench) connect(numbers ...string) {
	b.T.Helper()
	b.do(func(tx *store.Tx) error {
		b.space.SiteID, b.space.SiteName = "site", "Maison Nord"
		if err := tx.SaveSpace(&b.space); err != nil {
			return err
		}
		looked := store.KSSite{ID: "site", Name: "Maison Nord", SubscriptionValid: true, LookedAt: noon}
		return tx.SaveMirror(b.space.ID, store.Mirror{Site: looked})
	})
	b.siteHas(numbers...)
}

// siteHas says which tags the site has now.
func (b *bench) siteHas(numbers ...string) {
	b.T.Helper()
	var list []store.SiteTag
	for _, n := range numbers {
		list = append(list, store.SiteTag{ID: "ks-" + n, Number: n})
	}
	b.do(func(tx *store.Tx) error { return tx.SaveSiteTags(b.space.ID, list) })
}

// tag saves a tag; with a holder it is given to them.
func (b *bench) tag(t store.Tag, holder store.PersonID) store.Tag {
	b.T.Helper()
	b.do(func(tx *store.Tx) error {
		if err := tx.SaveTag(&t); err != nil || holder == 0 {
			return err
		}
		return tx.GiveTag(t.ID, holder)
	})
	return b.stored(t.ID)
}

// stored returns a tag as the file has it; the zero Tag: it has not.
func (b *bench) stored(id store.TagID) store.Tag {
	b.T.Helper()
	tags, err := b.store.Tags(context.Background())
	require.NoError(b.T, err)
	for _, t := range tags {
		if t.ID == id {
			return t
		}
	}
	return store.Tag{}
}

// numbered is stored by number.
func (b *bench) numbered(number string) store.Tag {
	b.T.Helper()
	tags, err := b.store.Tags(context.Background())
	require.NoError(b.T, err)
	for _, t := range tags {
		if t.Number == number {
			return t
		}
	}
	return store.Tag{}
}

// rows are the titles in the list.
func (b *bench) rows() []string {
	out := []string{}
	for _, r := range b.page.list.table.Rows() {
		out = append(out, r.Title)
	}
	return out
}

// answers are the texts of what the open picker offers for a query, with their
// details.
func answers(list []widgets.Result) []string {
	out := []string{}
	for _, r := range list {
		out = append(out, joined(r.Text, r.Detail))
	}
	return out
}
