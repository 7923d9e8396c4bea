package backups

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui/listdetail/hand"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// moment is a Thursday, 17:00 in Paris.
var moment = time.Date(2026, 11, 26, 16, 0, 0, 0, time.UTC)

var paris = func() *time.Location {
	loc, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err)
	}
	return loc
}()

// bench is the sheet over a window, with backups that are made up.
type bench struct {
	hand.Hand
	src  Source
	list []store.Copy
	bad  map[string]error
	put  []string
}

func newBench(t *testing.T) *bench {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Light))
	b := &bench{Hand: hand.Hand{T: t, Win: app.NewWindow("")}, bad: map[string]error{}}
	b.Win.SetContent(container.NewStack())
	b.Win.Resize(fyne.NewSize(1024, 700))
	made := func(ago time.Duration, why store.Reason, members int) {
		b.list = append(b.list, store.Copy{
			Path: filepath.Join("backups", string(why)+".db"), At: moment.Add(-ago), Reason: why, Size: 3_400_000,
			Meta: store.Meta{Lineage: "a"}, Spaces: []string{"Maison Nord"}, Members: members, Bookings: 34, Tags: 180, Edited: moment.Add(-ago),
		})
	}
	made(23*time.Hour, store.ReasonDaily, 212)
	made(50*time.Hour, store.ReasonHand, 211)
	b.src = Source{
		List: func(context.Context) ([]store.Copy, error) { return b.list, nil },
		Inspect: func(_ context.Context, path string) (store.Copy, error) {
			for _, c := range b.list {
				if c.Path == path {
					return c, b.bad[path]
				}
			}
			return store.Copy{Path: path, Meta: store.Meta{Lineage: "other"}, Spaces: []string{"Maison Sud"}}, nil
		},
		Present: func(context.Context) (store.Copy, error) {
			return store.Copy{Meta: store.Meta{Lineage: "a"}, Spaces: []string{"Maison Nord"}, Members: 215, Bookings: 36, Tags: 182, Edited: moment}, nil
		},
		Now: func() time.Time { return moment }, Zone: paris, Dispatch: widgets.Sync{},
	}
	return b
}

func (b *bench) open() string {
	Show(b.Win, b.src, func(c store.Copy) { b.put = append(b.put, c.Path) })
	return b.says()
}

func (b *bench) says() string { return strings.Join(b.Texts(), "\n") }

func TestTheNewestBackupIsShownBesideWhatThereIsNow(t *testing.T) {
	b := newBench(t)
	says := b.open()
	for _, s := range []string{"yesterday 18:00", "daily", "Tue 24 Nov, 15:00", "by hand", "3.4 MB", "212", "215", "34", "36", "180", "182", "today 17:00", "what is in the file now is kept as a backup"} {
		require.Contains(t, says, s)
	}
}

func TestABackupIsPutBackByKeyboardAlone(t *testing.T) {
	b := newBench(t)
	b.open()
	b.Press(fyne.KeyDown)
	require.Contains(t, b.says(), "211", "the arrow chooses another")
	b.Press(fyne.KeyReturn)
	require.Contains(t, b.says(), "The file becomes as it was Tue 24 Nov, 15:00: 211 members, 34 bookings to come.")
	require.Empty(t, b.put, "it is asked first")
	b.Press(fyne.KeyReturn)
	require.Empty(t, b.put, "Enter says no where something is taken away")
	require.Contains(t, b.says(), "Put back a backup")
	b.Tap("Put this one back")
	b.Press(fyne.KeyTab, fyne.KeyReturn)
	require.Equal(t, []string{b.list[1].Path}, b.put)
	require.Nil(t, b.Win.Canvas().Overlays().Top())
}

func TestEscClosesTheSheet(t *testing.T) {
	b := newBench(t)
	b.open()
	b.Press(fyne.KeyEscape)
	require.Nil(t, b.Win.Canvas().Overlays().Top())
	require.Empty(t, b.put)
}

func TestADamagedBackupCannotBePutBack(t *testing.T) {
	b := newBench(t)
	b.bad[b.list[0].Path] = &store.Problem{Code: store.CodeDamaged, Text: "The file is damaged."}
	require.Contains(t, b.open(), "The file is damaged.")
	require.True(t, b.Button("Put this one back").Disabled())
	b.Press(fyne.KeyReturn)
	require.NotContains(t, b.says(), "becomes as it was")
	b.Press(fyne.KeyDown)
	require.False(t, b.Button("Put this one back").Disabled())
}

func TestTheCopyOfAnotherFileIsNamed(t *testing.T) {
	b := newBench(t)
	b.open()
	b.Tap("Another file…")
	other := filepath.Join(t.TempDir(), "sud.db")
	require.NoError(t, os.WriteFile(other, nil, 0o600))
	b.Write(other)
	b.Press(fyne.KeyReturn)
	require.Contains(t, b.says(), "This is a copy of another file: of Maison Sud.")
}

func TestTheFileThatIsOpenIsNoCopy(t *testing.T) {
	b := newBench(t)
	b.src.File = filepath.Join(t.TempDir(), "latchkey.db")
	require.NoError(t, os.WriteFile(b.src.File, nil, 0o600))
	b.open()
	b.Tap("Another file…")
	b.Write(b.src.File)
	b.Press(fyne.KeyReturn)
	require.Contains(t, b.says(), "This is the file that is open.")
	b.Press(fyne.KeyBackspace, fyne.KeyReturn)
	require.Contains(t, b.says(), "There is no file")
}

func TestAnAnswerToAnOlderChoiceIsDropped(t *testing.T) {
	b := newBench(t)
	late := &later{}
	b.src.Dispatch = late
	b.open()
	late.run() // the list
	b.Press(fyne.KeyDown)
	require.Len(t, late.work, 2)
	second, first := late.work[1], late.work[0]
	second(t.Context())
	first(t.Context())
	b.Tap("Put this one back")
	require.Contains(t, b.says(), "211 members")
}

// later keeps work back until run.
type later struct{ work []func(context.Context) }

func (l *later) Go(work func(context.Context)) { l.work = append(l.work, work) }
func (l *later) Do(f func())                   { f() }

func (l *later) run() {
	work := l.work
	l.work = nil
	for _, w := range work {
		w(context.Background())
	}
}

func TestWordsOfBackups(t *testing.T) {
	newBench(t)
	require.Equal(t, "never", When(time.Time{}, moment, paris))
	require.Equal(t, "today 00:00", When(moment.Add(-17*time.Hour), moment, paris))
	require.Equal(t, "yesterday 23:59", When(moment.Add(-17*time.Hour-time.Minute), moment, paris))
	require.Equal(t, "Wed 26 Nov 2025, 17:00", When(moment.AddDate(-1, 0, 0), moment, paris))
	require.Equal(t, "1 kB", Size(1))
	require.Equal(t, "1.0 MB", Size(1_000_000))
	require.Equal(t, "3.4 MB", Size(3_449_999))
	require.Equal(t, "3.5 MB", Size(3_450_000))
	require.Equal(t, "212 members, 34 bookings to come", Holds(store.Copy{Members: 212, Bookings: 34}))
	for _, why := range []store.Reason{store.ReasonDaily, store.ReasonHand, store.ReasonUpdate, store.ReasonRestore} {
		require.NotEmpty(t, Reason(why), why)
	}
}
