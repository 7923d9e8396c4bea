package attendance

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui/widgets"
)

func TestWithoutSaltoItSaysWhatToDo(t *testing.T) {
	b := newBench(t)
	b.page.Shown()
	require.Contains(t, b.Texts(), "Nobody is counted yet")
	b.Tap("Connect to SALTO KS…")
	require.Equal(t, []string{"settings"}, b.went)

	b.connect()
	require.NotContains(t, b.Texts(), "Nobody is counted yet")
	require.Contains(t, b.Texts(), "Nobody has come in yet. Whoever opens a door of SALTO KS with their tag or phone is here soon after; the handle inside does not count.")
	require.Contains(t, b.Texts(), "No entries were read yet")
	b.do(func(tx *store.Tx) error {
		return tx.PutCollected(b.space.ID, store.Collected{Site: "site", Since: noon, ReadAt: noon.Add(-3 * time.Minute)})
	})
	b.page.Refresh(store.Change{Kinds: store.KindMirror})
	require.Contains(t, b.Texts(), "Entries read at 11:57")
}

func TestWhoIsInComesFirst(t *testing.T) {
	b := newBench(t)
	b.connect()
	zoe, ann, ben := b.member("Zoe", b.plan, 0), b.member("Ann", b.limited, 2), b.member("Ben", b.limited, 0)
	b.page.Shown()
	b.enters(b.entry(zoe, "2026-11-24T08:10"), b.entry(ann, "2026-11-24T09:12"), b.entry(ann, "2026-11-24T10:03"), b.entry(ben, "2026-11-24T09:30"))
	require.Equal(t, []string{"Ann Berg 09:12 10:03 until 19:12", "Zoe Berg 08:10 08:10 ", "Ben Berg 09:30 09:30 without a pass"}, b.rows())
	require.Contains(t, b.Texts(), "3 people today")
	require.Contains(t, b.Texts(), "1 with a pass in force")
	require.Equal(t, 7*time.Hour+12*time.Minute+time.Second, b.wait, "it looks again when the pass has ended")

	b.now = b.at("2026-11-24T19:12")
	b.timer()
	require.Equal(t, []string{"Zoe Berg 08:10 08:10 ", "Ann Berg 09:12 10:03 pass ended 19:12", "Ben Berg 09:30 09:30 without a pass"}, b.rows())
	require.NotContains(t, b.Texts(), "1 with a pass in force")
}

func TestAPassThatGoesOnOverMidnightIsShownOnBothDays(t *testing.T) {
	b := newBench(t)
	b.connect()
	ann := b.member("Ann", b.limited, 1)
	b.now = b.at("2026-11-25T00:30")
	b.page.Shown()
	b.enters(b.entry(ann, "2026-11-24T22:00"))
	require.Equal(t, []string{"Ann Berg Tue 24 Nov, 22:00 Tue 24 Nov, 22:00 until 08:00"}, b.rows())
}

func TestTheDeskSaysWhenSomebodyLeft(t *testing.T) {
	b := newBench(t)
	b.connect()
	ann := b.member("Ann", b.limited, 1)
	b.page.Shown()
	b.enters(b.entry(ann, "2026-11-24T09:12"), b.entry(ann, "2026-11-24T11:03"))
	b.Press(fyne.KeyDown) // the keyboard is in the list
	b.Tap("Left at…")
	b.set("10:00")
	b.Press(fyne.KeyReturn)
	require.Contains(t, b.Texts(), "Ann Berg was seen at 11:03. Choose a later time, or say first that it was not them.")
	b.set("12:30")
	b.Press(fyne.KeyReturn)
	require.Contains(t, b.Texts(), "This time is still to come. Choose one that is over.")
	b.set("11:30")
	b.Press(fyne.KeyReturn)
	b.heard()
	require.Equal(t, "Ann Berg left at 11:30.", b.said)
	require.Equal(t, []string{"Ann Berg 09:12 11:30 left 11:30"}, b.rows())
	require.Contains(t, b.Texts(), "Left at 11:30")

	b.Tap("Left at…") // another time takes the place of the first
	b.set("11:03")
	b.Press(fyne.KeyReturn)
	b.heard()
	require.Equal(t, []string{"Ann Berg 09:12 11:03 left 11:03"}, b.rows())
	b.undo()
	b.heard()
	require.Equal(t, []string{"Ann Berg 09:12 11:30 left 11:30"}, b.rows())
	b.Tap("Take back")
	b.heard()
	require.Equal(t, []string{"Ann Berg 09:12 11:03 until 19:12"}, b.rows())
}

func TestAnEntryWasSomebodyElse(t *testing.T) {
	b := newBench(t)
	b.connect()
	ann := b.member("Ann", b.limited, 1)
	b.page.Shown()
	inside := b.entry(ann, "2026-11-24T10:00")
	inside.Way = "inside_handle"
	b.enters(b.entry(ann, "2026-11-24T09:12"), inside)
	b.choose(ann)
	require.Contains(t, b.Texts(), "no arrival")
	b.Tap("Was not them")
	b.heard()
	require.Equal(t, []string{"Ann Berg   does not count"}, b.rows(), "it stays in sight, to be taken back")
	require.Contains(t, b.Texts(), "Entry of 09:12: not them")
	require.Contains(t, b.Texts(), "0 people today")
	require.Nil(t, b.Button("Left at…"))
	b.undo()
	b.heard()
	require.Equal(t, []string{"Ann Berg 09:12 09:12 until 19:12"}, b.rows())
	b.Tap("Was not them")
	b.heard()
	b.Tap("Take back")
	b.heard()
	require.Equal(t, []string{"Ann Berg 09:12 09:12 until 19:12"}, b.rows())
	b.Tap("Open in Members")
	require.Equal(t, []string{fmt.Sprint("person ", ann.ID)}, b.went)
}

func TestCheckSomebodyInByKeyboard(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.member("Ann", b.limited, 1)
	b.member("Zoe", b.plan, 0)
	b.page.Menu()[0].Action() // before the page was shown
	b.Press(fyne.KeyReturn)
	require.Contains(t, b.Texts(), "Choose who was there.")
	b.Write("zoe")
	b.Press(fyne.KeyReturn, fyne.KeyTab)
	b.set("9")
	b.Press(fyne.KeyTab)
	b.Write("tag forgotten")
	b.Press(fyne.KeyReturn)
	b.page.Shown()
	b.heard()
	require.Equal(t, "Zoe Berg was checked in.", b.said)
	require.Equal(t, []string{"Zoe Berg 09:00 09:00 "}, b.rows())
	require.Subset(t, b.Texts(), []string{"Checked in at 09:00", "tag forgotten"})
	b.undo()
	b.heard()
	require.Empty(t, b.rows())
}

func TestOtherDays(t *testing.T) {
	b := newBench(t)
	b.connect()
	ann := b.member("Ann", b.plan, 0)
	b.enters(b.entry(ann, "2026-11-20T09:00"), b.entry(ann, "2026-11-24T09:00"))
	b.page.Shown()
	require.True(t, b.page.days.next.Disabled(), "there is no day to come")
	b.page.days.choose("2026-11-23")
	require.Empty(t, b.rows())
	require.Contains(t, b.Texts(), "Nobody came in on this day, as far as the doors know.")
	require.Contains(t, b.Texts(), "0 people")
	b.page.days.picker.SetValue("2026-11-20")
	require.Equal(t, []string{"Ann Berg 09:00 09:00 "}, b.rows())
	b.Tap("Today")
	require.Equal(t, store.Date("2026-11-24"), b.page.days.facts.Day)
	b.now = b.now.AddDate(0, 0, 1)
	b.timer()
	require.Equal(t, store.Date("2026-11-25"), b.page.days.facts.Day, "today goes with the clock")
	require.Empty(t, b.rows())
}

func TestClosedDaysAndWhatComesLate(t *testing.T) {
	b := newBench(t)
	b.connect()
	ann := b.member("Ann", b.plan, 0)
	b.enters(b.entry(ann, "2026-11-24T09:00"))
	b.page.Shown()
	b.Win.SetContent(b.page.Actions()[0])
	b.Tap("Close days…")
	b.Win.SetContent(b.page.Content())
	b.set("2026-11-24")
	b.Tap("Close the days")
	require.Contains(t, b.Texts(), "Today is not over yet. Close the days up to yesterday.")
	b.set("2026-11-23")
	b.Tap("Close the days")
	b.heard()
	require.Contains(t, b.Texts(), "Closed up to Mon 23 Nov 2026")

	inside := b.entry(ann, "2026-11-20T08:00")
	inside.Way = "inside_handle" // there is nothing to be answered
	b.enters(b.entry(ann, "2026-11-20T09:00"), inside)
	require.Equal(t, 1, b.page.Count())
	require.Equal(t, 1, b.counted)
	require.Contains(t, b.Texts(), "Came late for a closed day")
	require.Contains(t, b.Texts(), "Fri 20 Nov, 09:00 · Front door")
	b.Tap("Leave out")
	b.heard()
	require.Zero(t, b.page.Count())
	require.NotContains(t, b.Texts(), "Needs attention")
	b.page.days.choose("2026-11-20")
	require.Equal(t, []string{"Ann Berg   does not count"}, b.rows(), "it can be answered the other way")

	b.enters(b.entry(ann, "2026-11-20T10:00"))
	require.Equal(t, []string{"Ann Berg   came late"}, b.rows())
	b.Tap("Counts")
	b.heard()
	require.Equal(t, []string{"Ann Berg 10:00 10:00 "}, b.rows())
	b.choose(ann)
	require.Contains(t, b.Texts(), "This day is closed: nothing changes on it before it is opened again.")
	require.Nil(t, b.Button("Was not them"))
	require.Nil(t, b.Button("Left at…"))
	b.Tap("Leave out")
	b.heard()
	require.Equal(t, []string{"Ann Berg   does not count"}, b.rows())
	for range 2 {
		b.Tap("Counts")
		b.heard()
	}
	require.Equal(t, []string{"Ann Berg 09:00 10:00 "}, b.rows())

	b.enters(b.entry(ann, "2026-11-20T11:00"))
	b.Tap("Open again…")
	b.set("2026-11-23")
	b.Tap("Open again")
	require.Contains(t, b.Texts(), "The days up to Mon 23 Nov 2026 are closed. Choose an earlier one.")
	b.set("2026-11-19")
	b.Tap("Open again")
	b.heard()
	require.Equal(t, []string{"Ann Berg 09:00 11:00 "}, b.rows(), "what came late counts now")
	require.Contains(t, b.Texts(), "Closed up to Thu 19 Nov 2026")
}

func TestWhoseLastPassItIs(t *testing.T) {
	b := newBench(t)
	b.connect()
	ann := b.member("Ann", b.limited, 2)
	b.member("Away", b.plan, 1) // was not here
	b.member("None", b.limited, 0)
	left := b.member("Left", b.limited, 0)
	b.do(func(tx *store.Tx) error {
		left.EndsOn = "2026-11-20"
		return tx.SavePerson(&left)
	})
	b.page.Shown()
	require.NotContains(t, b.Texts(), "One pass left")
	b.enters(b.entry(ann, "2026-11-24T09:00"))
	require.Contains(t, b.Texts(), "One pass left")
	b.Tap("Ann Berg")
	b.Tap("None Berg")
	require.Nil(t, b.Button("Away Berg"))
	require.Nil(t, b.Button("Left Berg"))
	require.Len(t, b.went, 2)
	require.Zero(t, b.page.Count(), "only late entries wait for an answer")
}

func TestDaysAndHours(t *testing.T) {
	b := newBench(t)
	b.connect()
	ann, zoe := b.member("Ann", b.plan, 0), b.member("Zoe", b.plan, 0)
	b.enters(b.entry(ann, "2026-11-24T09:00"), b.entry(zoe, "2026-11-24T09:59"), b.entry(ann, "2026-11-20T21:00"), b.entry(ann, "2026-10-01T07:00"))
	b.page.Shown()
	b.page.Turn(Days)
	require.Contains(t, b.Texts(), "Mon 26 Oct 2026 – Tue 24 Nov 2026")
	require.Contains(t, b.Texts(), "Busiest: Tue 24 Nov, 2. On average 2 on the 2 days on which somebody came.")
	require.Contains(t, b.Texts(), "3 check-ins, each counted at its first entry.")
	bars := b.page.charts.bars.Text()
	require.Len(t, bars, 31)
	require.Equal(t, []string{"Tue 24 Nov 2026", "2"}, bars[30])
	require.Equal(t, []string{"Mon 23 Nov 2026", "0"}, bars[29])
	heat := b.page.charts.heat.Text()
	require.Contains(t, heat, []string{"Tue", "09", "2"})
	require.Contains(t, heat, []string{"Fri", "21", "1"})
	require.NotContains(t, heat, []string{"Thu", "07", "1"}, "it was before")

	b.page.setPeriod(ninety)
	require.Contains(t, b.page.charts.heat.Text(), []string{"Thu", "07", "1"})
	b.page.setPeriod(lastMonth)
	require.Contains(t, b.Texts(), "Thu 1 Oct 2026 – Sat 31 Oct 2026")

	b.Win.Canvas().Focus(b.page.charts.bars)
	b.Press(fyne.KeyHome, fyne.KeyReturn)
	require.Equal(t, store.Date("2026-10-01"), b.page.days.facts.Day)
	require.Equal(t, Today, b.page.strip.At())
	require.Equal(t, []string{"Ann Berg 07:00 07:00 "}, b.rows())
}

func TestMembersOfAPeriod(t *testing.T) {
	b := newBench(t)
	b.connect()
	ann, zoe := b.member("Ann", b.limited, 5), b.member("Zoé", b.plan, 0)
	b.enters(b.entry(ann, "2026-11-24T09:00"), b.entry(ann, "2026-11-23T09:00"), b.entry(zoe, "2026-11-20T21:00"), b.entry(zoe, "2026-10-01T07:00"))
	b.page.Shown()
	b.page.Turn(Members)
	members := b.page.tabs[Members].(*memberTab)
	names := func() []string {
		out := []string{}
		for _, row := range table(members.table.Rows(), b.space.Location())[1:] {
			out = append(out, strings.Join(row, ","))
		}
		return out
	}
	require.Equal(t, []string{"Ann Berg,2,2,2,2026-11-24 09:00", "Zoé Berg,1,1,0,2026-11-20 21:00"}, names())
	b.page.setPeriod(ninety)
	require.Equal(t, []string{"Ann Berg,2,2,2,2026-11-24 09:00", "Zoé Berg,2,2,0,2026-11-20 21:00"}, names())
	members.table.SetSort(widgets.SortState{Column: 0, Descending: true})
	require.Equal(t, "Zoé Berg,2,2,0,2026-11-20 21:00", names()[0])
	members.table.Focus()
	b.Press(fyne.KeyHome, fyne.KeyReturn)
	require.Equal(t, []string{fmt.Sprint("person ", zoe.ID)}, b.went)

	dir := t.TempDir()
	members.folder = dir
	members.search.SetValue("zoe")
	require.Equal(t, []string{"Zoé Berg,2,2,0,2026-11-20 21:00"}, names())
	b.Tap("Export…")
	b.Tap("Save")
	require.Contains(t, b.Texts(), "Attendance was exported")
	got, err := os.ReadFile(filepath.Join(dir, "Maison Nord attendance 2026-08-27 to 2026-11-24.csv"))
	require.NoError(t, err)
	require.Equal(t, "\ufeffName,Days,Check-ins,Passes used,Last seen\r\nZoé Berg,2,2,0,2026-11-20 21:00\r\n", string(got))
	b.Tap("Close")
	members.search.SetValue("nobody")
	require.Contains(t, b.Texts(), "Nobody fits what you typed.")
}

func TestWhoWasRefused(t *testing.T) {
	b := newBench(t)
	b.connect()
	ann := b.member("Ann", b.plan, 0)
	b.do(func(tx *store.Tx) error {
		for _, tag := range []store.Tag{
			{Number: "02300001", State: store.TagHeld, Holder: ann.ID}, {Number: "02300002", State: store.TagFree}, {Number: "02300003", State: store.TagLost},
		} {
			if err := tx.SaveTag(&tag); err != nil {
				return err
			}
		}
		return nil
	})
	refused := func(at store.LocalTime, change func(*store.Entry)) store.Entry {
		e := b.entry(ann, at)
		e.Category, e.Detail = store.EntryRejected, "no_access"
		change(&e)
		return e
	}
	nobody := func(tag string) func(*store.Entry) {
		return func(e *store.Entry) { e.Platform, e.Tag = "", tag }
	}
	b.enters(
		refused("2026-11-24T09:00", func(*store.Entry) {}),
		refused("2026-11-24T09:01", nobody("02300002")),
		refused("2026-11-24T09:02", nobody("02300003")),
		refused("2026-11-24T09:03", nobody("09900001")),
		refused("2026-11-24T09:04", func(e *store.Entry) { e.Platform, e.Tag, e.Way, e.Detail = "0000", "", "pin_code", "" }),
		refused("2026-11-24T09:05", func(e *store.Entry) { e.Tag, e.Way, e.Detail = "", "mobile_key", "suspended" }),
		refused("2026-11-24T09:06", func(e *store.Entry) { e.Platform, e.UserName, e.Tag, e.Detail = "p-99", "Stranger", "", "offline" }))
	b.page.Shown()
	b.page.Turn(Refused)
	tab := b.page.tabs[Refused].(*refusedTab)
	var rows []string
	for _, r := range tab.table.Rows() {
		rows = append(rows, r.Who+": "+r.Why)
	}
	require.Equal(t, []string{
		"Stranger: lock offline", "Ann Berg: suspended", "Somebody with a PIN: unknown PIN", "tag 09900001: unknown tag",
		"tag 02300003: unknown tag", "tag 02300002: unknown tag", "Ann Berg: no access",
	}, rows, "the newest first")
	require.True(t, b.Button("Who is this tag?").Disabled())

	says := map[string]string{
		"09900001": "Latchkey does not know tag 09900001.", "02300002": "Tag 02300002 is known, and nobody has it.", "02300003": "Tag 02300003 is marked as lost",
	}
	tab.table.Focus()
	for _, r := range tab.table.Rows()[3:6] {
		require.True(t, tab.table.Select(r.ID))
		b.Tap("Who is this tag?")
		require.Contains(t, strings.Join(b.Texts(), "\n"), says[r.Tag])
		b.Press(fyne.KeyEscape)
	}
	tab.table.Focus()
	b.Press(fyne.KeyEnd, fyne.KeyReturn)
	require.Contains(t, b.Texts(), "Tag 02300001 is with Ann Berg.")
	b.Tap("Open in Members")
	require.Nil(t, b.Win.Canvas().Overlays().Top())
	require.True(t, tab.table.Select(tab.table.Rows()[1].ID))
	tab.table.Focus()
	b.Press(fyne.KeyReturn) // there is no tag: the person
	require.Equal(t, []string{fmt.Sprint("person ", ann.ID), fmt.Sprint("person ", ann.ID)}, b.went)

	tab.search.SetValue("pin")
	require.Len(t, tab.table.Rows(), 1)
	require.Contains(t, b.Texts(), "1 refused attempts")
	tab.search.SetValue("nothing like it")
	require.Contains(t, b.Texts(), "No refused attempt fits what you typed.")
}

func TestAStrangersTagIsNamed(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.do(func(tx *store.Tx) error {
		return tx.SeeUser(b.space.ID, noon, store.KSUser{ID: "u", FirstName: "Old", LastName: "Key", TagNumber: "09900009"})
	})
	o, err := loadOwner(context.Background(), b.store, b.space.ID, "09900009")
	require.NoError(t, err)
	require.Equal(t, "Tag 09900009 belongs to Old Key in SALTO KS, who is nobody in Latchkey. Their doors are managed in SALTO KS.", o.words())
}

func TestTheStripIsReachedByKeyboard(t *testing.T) {
	b := newBench(t)
	b.connect()
	b.page.Shown()
	b.Win.Canvas().Focus(b.page.strip)
	b.Press(fyne.KeyRight, fyne.KeyRight, fyne.KeyRight)
	require.Contains(t, b.Texts(), "Nobody was refused at a door, as far as the doors know.")
	b.Press(fyne.KeyLeft)
	require.Contains(t, b.Texts(), "Nobody came in during these days, as far as the doors know.")
}
