package widgets

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/stretchr/testify/require"
)

var plans = []Choice{{ID: "f", Text: "Full time"}, {ID: "b", Text: "Basic", Detail: "1 door"}, {ID: "b2", Text: "Basic"}}

func focus(win fyne.Window, f Field) { win.Canvas().Focus(f.FocusTarget()) }

func TestSelectFieldWithTheKeyboard(t *testing.T) {
	f := NewSelectField("No plan", plans...)
	win := window(t, container.NewVBox(f))
	var told []string
	f.OnChanged = func(id string) { told = append(told, id) }
	require.Contains(t, texts(f), "No plan")

	focus(win, f)
	press(win, fyne.KeySpace, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	require.Equal(t, "b2", f.Value(), "known by ID, though another has the same text")
	require.False(t, dialogOpen(win))
	write(win, "f")
	require.Equal(t, "f", f.Value())
	press(win, fyne.KeyDown, fyne.KeyDown, fyne.KeyEscape)
	require.Equal(t, "f", f.Value(), "Esc changes nothing")
	require.Equal(t, []string{"b2", "f"}, told)

	f.SetValue("nonsense")
	require.Empty(t, f.Value())
	f.SetValue("b")
	f.SetChoices(plans[:1])
	require.Empty(t, f.Value(), "what is no longer offered is not chosen")
	f.Disable()
	press(win, fyne.KeySpace)
	require.False(t, dialogOpen(win))
}

func TestComboFieldNarrowsDownAndPicks(t *testing.T) {
	f := NewComboField("", Choice{ID: "1", Text: "Mia Berg", Detail: "mia@ostrea.example"},
		Choice{ID: "2", Text: "Chloé Martin"}, Choice{ID: "3", Text: "Martin Weiß"})
	win := window(t, container.NewVBox(f))
	focus(win, f)
	write(win, "mart")
	require.Subset(t, dialogTexts(win), []string{"Chloé Martin", "Martin Weiß"})
	require.NotContains(t, dialogTexts(win), "Mia Berg")
	write(win, " chloe")
	press(win, fyne.KeyReturn)
	require.Equal(t, "2", f.Value())
	require.Equal(t, "Chloé Martin", f.entry.Text)
	require.NoError(t, f.Check())

	press(win, fyne.KeyBackspace)
	require.True(t, dialogOpen(win))
	press(win, fyne.KeyEscape)
	require.Equal(t, "Chloé Martin", f.entry.Text, "Esc brings the name back")
	require.Equal(t, "2", f.Value())

	f.SetValue("1")
	require.Equal(t, "Mia Berg", f.entry.Text)
	f.SetValue("")
	write(win, "zzz")
	require.Contains(t, dialogTexts(win), "Nothing found")
	require.Error(t, f.Check())
}

func TestWhoComesToAChoiceTypesOverIt(t *testing.T) {
	f := NewComboField("", plans...)
	f.SetValue(plans[0].ID)
	win := window(t, container.NewVBox(f))
	focus(win, f)
	require.Equal(t, plans[0].Text, f.entry.SelectedText())
	write(win, plans[1].Text[:3])
	require.Equal(t, plans[1].Text[:3], f.entry.Text)
	press(win, fyne.KeyReturn)
	require.Equal(t, plans[1].ID, f.Value())
}

func TestComboFieldMakesSomethingNew(t *testing.T) {
	f := NewComboField("", Choice{ID: "1", Text: "Tom Okafor"})
	f.Create = func(typed string) string { return "New visitor “" + typed + "”" }
	win := window(t, container.NewVBox(f))
	focus(win, f)
	write(win, "tom")
	require.Contains(t, dialogTexts(win), "New visitor “tom”")
	press(win, fyne.KeyDown, fyne.KeyReturn)
	name, ok := f.Created()
	require.True(t, ok)
	require.Equal(t, "tom", name)
	require.Empty(t, f.Value())

	f.SetValue("1")
	_, ok = f.Created()
	require.False(t, ok)
	f.open("tom okafor")
	require.NotContains(t, dialogTexts(win), "New visitor “tom okafor”", "it exists already")
}

func TestCheckGroupByID(t *testing.T) {
	f := NewCheckGroup(plans...)
	window(t, f)
	changes := 0
	f.OnChanged = func([]string) { changes++ }
	f.SetValue([]string{"b2", "f", "nonsense"})
	require.Equal(t, []string{"f", "b2"}, f.Value())
	f.SetValue([]string{"f", "b2"})
	require.Equal(t, 1, changes)
	f.SetChoices(plans[1:])
	require.Equal(t, []string{"b2"}, f.Value())
	f.boxes[0].Tapped(&fyne.PointEvent{})
	require.Equal(t, []string{"b", "b2"}, f.Value())
}

func TestNumberFieldChecks(t *testing.T) {
	window(t, nil)
	f := NewNumberField(NumberSpec{Min: 5, Max: 60})
	require.Error(t, f.Check(), "empty")
	for text, ok := range map[string]bool{"5": true, "60": true, "4": false, "61": false, "x": false} {
		f.entry.SetText(text)
		require.Equal(t, ok, f.Check() == nil, text)
	}
	require.NoError(t, NewNumberField(NumberSpec{Optional: true}).Check())
	money := NewNumberField(NumberSpec{Decimals: 2})
	money.SetValue(1999)
	require.Equal(t, "19.99", money.entry.Text)
	require.EqualValues(t, 1999, money.Value())
}

func dateField(optional bool) *DateField {
	return NewDateField(DateSpec{
		Today: func() string { return "2026-11-23" }, Optional: optional, Locale: DatesOf("fr"),
	})
}

func TestDateFieldTyped(t *testing.T) {
	f := dateField(false)
	win := window(t, container.NewVBox(f))
	var told []string
	f.OnChanged = func(d string) { told = append(told, d) }
	require.Error(t, f.Check(), "empty")
	focus(win, f)
	write(win, "1/12")
	require.Equal(t, "2026-12-01", f.Value())
	win.Canvas().Unfocus()
	require.Equal(t, "01/12/2026", f.entry.Text, "written out when the keyboard leaves")
	require.NoError(t, f.Check())
	f.entry.SetText("31/11")
	require.Empty(t, f.Value())
	require.Error(t, f.Check())
	f.SetValue("2027-01-02")
	require.Equal(t, "02/01/2027", f.entry.Text)
	require.Equal(t, "2027-01-02", told[len(told)-1])
	f.SetValue("")
	require.Error(t, f.Check())
	require.NoError(t, dateField(true).Check(), "an optional one may be empty")
}

func TestDateFieldCalendarOpensAtTheDate(t *testing.T) {
	f := dateField(true)
	win := window(t, container.NewVBox(f))
	focus(win, f)
	press(win, fyne.KeyDown)
	require.Contains(t, dialogTexts(win), "November 2026", "today's month while empty")
	require.Equal(t, "Mon", dialogTexts(win)[1], "the French week begins on Monday")
	press(win, fyne.KeyEscape)

	f.SetValue("2026-01-31")
	press(win, fyne.KeyDown)
	require.Contains(t, dialogTexts(win), "January 2026")
	press(win, fyne.KeyPageDown)
	require.Contains(t, dialogTexts(win), "February 2026")
	press(win, fyne.KeyUp, fyne.KeyRight, fyne.KeyReturn)
	require.Equal(t, "2026-02-22", f.Value())
	require.False(t, dialogOpen(win))
	require.Equal(t, f.FocusTarget(), win.Canvas().Focused())
}

func TestMonthViewBeginsOnTheFirstDayOfTheWeek(t *testing.T) {
	window(t, nil)
	for _, start := range []time.Weekday{time.Sunday, time.Monday, time.Saturday} {
		m := newMonthView(start)
		for month := range 24 {
			at := time.Date(2026, time.Month(1+month), 15, 0, 0, 0, 0, time.UTC)
			m.open(at, time.Time{}, at)
			first := m.first()
			require.Equal(t, start, first.Weekday())
			require.False(t, first.After(at.AddDate(0, 0, -14)), "the first of the month is there")
			require.True(t, first.AddDate(0, 0, 42).After(addMonths(at, 1).AddDate(0, 0, -15)), "and the last")
		}
	}
}

func TestTimeFieldSteps(t *testing.T) {
	f := NewTimeField(false)
	win := window(t, container.NewVBox(f))
	focus(win, f)
	write(win, "907")
	press(win, fyne.KeyUp)
	require.Equal(t, "09:15", f.Value())
	press(win, fyne.KeyDown, fyne.KeyDown)
	require.Equal(t, "08:45", f.Value())
	f.SetValue("23:50")
	press(win, fyne.KeyUp)
	require.Equal(t, "23:50", f.Value(), "the day ends")
}

func TestALongTextScrollsInsideItsField(t *testing.T) {
	for name, field := range map[string]Field{
		"text": NewTextField(""), "secret": NewSecretField(""), "combo": NewComboField(""),
	} {
		win := window(t, container.NewHBox(container.NewGridWrap(fyne.NewSize(200, 36), field)))
		least := field.MinSize().Width
		win.Canvas().Focus(field.FocusTarget())
		requireLevel(t, field, name)
		write(win, strings.Repeat("Constantina ", 20))
		require.Equal(t, least, field.MinSize().Width, name)
		requireLevel(t, field, name)
	}
}

// requireLevel checks that nothing in a field is scrolled up or down.
func requireLevel(t *testing.T, field fyne.CanvasObject, name string) {
	t.Helper()
	scrolls := 0
	inSight(field, func(o fyne.CanvasObject) {
		if s, ok := o.(*container.Scroll); ok {
			scrolls++
			require.Zero(t, s.Offset.Y, name)
		}
	})
	require.NotZero(t, scrolls, name)
}

// Enter of a reader that types is no choice of the open list; that of a person is.
func TestAnOpenListLeavesEnterToTheTypist(t *testing.T) {
	f := NewComboField("", Choice{ID: "1", Text: "02300026"})
	win := window(t, container.NewVBox(f))
	var seen []rune
	through := true
	f.SetTypist(func(r rune, put func(string)) {
		seen = append(seen, r)
		if r != 0 && through {
			put(string(r))
		}
	})
	win.Canvas().Focus(f.FocusTarget())
	win.Canvas().Focused().TypedRune('0')
	require.True(t, f.drop.isOpen())
	through = false
	win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	require.Empty(t, f.Value())
	require.Equal(t, []rune{'0', '\n'}, seen)
	through = true
	win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
	win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	require.Equal(t, "1", f.Value())
	require.False(t, f.drop.isOpen())
	require.Equal(t, []rune{'0', '\n', 0, 0, '\n'}, seen)
}
