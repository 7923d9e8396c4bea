package settings

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui/backups"
	"latchkey/ui/listdetail/hand"
)

// fileBench is the page with the card of the file.
type fileBench struct {
	*bench
	hand.Hand
	state  FileState
	done   []string
	refuse error
	put    string
}

func newFileBench(t *testing.T) *fileBench {
	t.Helper()
	b := &fileBench{bench: newBench(t)}
	b.Hand = hand.Hand{T: t, Win: b.win}
	deps := b.deps()
	work := func(what string) func(context.Context) error {
		return func(context.Context) error { b.done = append(b.done, what); return b.refuse }
	}
	backup := store.Copy{Path: "b.db", At: moment.Add(-24 * time.Hour), Reason: store.ReasonDaily, Size: 3_400_000}
	deps.File = &File{
		Path: "/home/desk/.config/Latchkey/latchkey.db",
		Look: func(context.Context) (FileState, error) { return b.state, nil }, OpenFolder: func() { b.done = append(b.done, "folder") },
		Backup: work("backup"), Check: work("check"),
		SaveCopy: func(_ context.Context, path string) error { b.done = append(b.done, "copy to "+path); return b.refuse },
		Copies: backups.Source{
			List:    func(context.Context) ([]store.Copy, error) { return []store.Copy{backup}, nil },
			Inspect: func(context.Context, string) (store.Copy, error) { return backup, nil },
			Now:     func() time.Time { return moment }, Zone: time.UTC, Dispatch: b.dispatch,
		},
		Notice:  func(text string) { b.done = append(b.done, text) },
		Restore: func(c store.Copy) { b.put = c.Path },
	}
	b.state = FileState{Size: 12_300_000, Last: backup}
	b.page = New(deps)
	b.win.SetContent(b.page.Content())
	b.win.Resize(fyne.NewSize(1210, 820))
	b.page.Shown()
	return b
}

func (b *fileBench) says() string { return strings.Join(b.Texts(), "\n") }

func TestTheCardOfTheFileSaysHowItStands(t *testing.T) {
	b := newFileBench(t)
	for _, s := range []string{"/home/desk/.config/Latchkey/latchkey.db", "12.3 MB", "yesterday 09:36, 3.4 MB", "A backup is made each day"} {
		require.Contains(t, b.says(), s)
	}
	b.state = FileState{Trouble: &store.Problem{Code: store.CodeFile, Text: "No backup could be written."}, Place: "OneDrive"}
	b.page.LookAtFile()
	for _, s := range []string{"none yet", "No backup could be written.", "a folder that OneDrive carries to other computers"} {
		require.Contains(t, b.says(), s)
	}
	b.page.SetFileTrouble(true)
	require.Equal(t, 1, b.page.Count())
	b.Tap("Open the folder")
	require.Equal(t, []string{"folder"}, b.done)
}

func TestBackupAndCheckSayHowTheyEnded(t *testing.T) {
	b := newFileBench(t)
	b.Tap("Make a backup now")
	require.Contains(t, b.says(), "A backup was made")
	b.Tap("Check now")
	require.Contains(t, b.says(), "The file is whole")
	require.NotContains(t, b.says(), "A backup was made")
	require.Equal(t, []string{"backup", "check"}, b.done)

	b.refuse = &store.Problem{Code: store.CodeDamaged, Text: "The file is damaged."}
	b.Tap("Check now")
	require.Contains(t, b.says(), "The file is damaged.")
	b.Tap("OK")
	require.NotContains(t, b.says(), "The file is whole", "what was said before holds no more")
}

func TestWorkOnTheFileIsStopped(t *testing.T) {
	b := newFileBench(t)
	b.dispatch.held = true
	b.page.deps.File.Check = nil
	stopped := false
	b.page.file.file.Check = func(ctx context.Context) error { <-ctx.Done(); stopped = true; return ctx.Err() }
	b.Tap("Check now")
	require.Contains(t, b.says(), "Checking the file")
	b.Press(fyne.KeyEscape) // the keyboard is on Cancel, which the work hears of when it begins
	b.dispatch.run()
	require.True(t, stopped)
	require.False(t, b.dialog(), "to stop is no failure")
}

func TestACopyIsSavedWhereTheDeskWants(t *testing.T) {
	b := newFileBench(t)
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	b.Tap("Save a copy…")
	require.Contains(t, b.says(), "File name")
	b.Press(fyne.KeyReturn)
	want := filepath.Join(home, "Latchkey 2026-11-23.db")
	require.Equal(t, []string{"copy to " + want}, b.done)
	require.Contains(t, b.says(), "The copy is Latchkey 2026-11-23.db.")
	require.NoError(t, os.WriteFile(want, nil, 0o600))
	b.Tap("Save a copy…")
	b.Press(fyne.KeyReturn)
	require.Contains(t, b.says(), "Replace the file?")
}

func TestTheMenuHasTheFileToo(t *testing.T) {
	b := newFileBench(t)
	items := b.page.Menu()
	require.Len(t, items, 3)
	items[0].Action()
	require.Equal(t, []string{"backup", "A backup was made, and read again to be sure of it."}, b.done)
	items[2].Action()
	require.Contains(t, b.says(), "Put back a backup")
}

func TestRestoreEndsWithTheChosenBackup(t *testing.T) {
	b := newFileBench(t)
	b.Tap("Restore…")
	b.Tap("Put this one back")
	b.Tap("Put it back")
	require.Equal(t, "b.db", b.put)
}
