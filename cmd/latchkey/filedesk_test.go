package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/stretchr/testify/require"

	"latchkey/store"
	"latchkey/ui/listdetail/hand"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// fileWindow is a window over a file with the sample space, which stands still.
func fileWindow(t *testing.T) (*desktop, hand.Hand) {
	t.Helper()
	data := spaceIn(t)
	p, err := openProgram(t.Context(), options{data: data}, false)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, p.close(context.Background())) })
	space, err := p.firstSpace(t.Context())
	require.NoError(t, err)
	a := test.NewTempApp(t)
	look := theme.New(theme.Light)
	a.Settings().SetTheme(look)
	win := test.NewTempWindow(t, nil)
	d := newDesktop(t.Context(), desktopConfig{
		program: p, space: space, app: a, win: win, theme: look, dispatch: widgets.Sync{}, after: never, file: p.file,
	})
	win.Resize(fyne.NewSize(1440, 900))
	return d, hand.Hand{T: t, Win: win}
}

func TestTheDeskMakesABackupAndPutsItBack(t *testing.T) {
	d, h := fileWindow(t)
	d.shell.Go(d.settings.Name())
	require.Contains(t, says(h), "none yet")
	h.Tap("Make a backup now")
	require.Contains(t, says(h), "today")
	all, err := store.Backups(backupsOf(d.cfg.file))
	require.NoError(t, err)
	require.Len(t, all, 1)
	h.Tap("Check now")
	require.Contains(t, says(h), "The file is whole")
	require.WithinDuration(t, d.desk.Now(), d.file.fullChecked(), time.Minute, "it is remembered, and not done again for a week")
	require.Contains(t, people(t, filepath.Dir(d.cfg.file)), "Amélie")

	h.Tap("Restore…")
	h.Tap("Put this one back")
	h.Tap("Put it back")
	var back putBack
	require.ErrorAs(t, d.afterwards, &back, "the program ends with it")
	require.Equal(t, putBack{d.cfg.file, all[0].Path}, back)
}

func TestWhatIsWrongWithTheFileIsInSight(t *testing.T) {
	d, h := fileWindow(t)
	d.shell.Go(d.settings.Name())
	full := &store.Problem{Code: store.CodeFile, Text: "No backup could be written into {{.Folder}}. Check that its disk is connected and has room, then try again.", Args: map[string]any{"Folder": "X"}}
	d.file.backedUp(full)
	require.Contains(t, says(h), "No backup could be written into X.")
	require.Equal(t, 1, d.settings.Count())
	d.file.checked(false, &store.Problem{Code: store.CodeDamaged, Text: "The file is damaged. Close Latchkey and put back a copy of the file."})
	warnings := d.file.warnings()
	require.Len(t, warnings, 2)
	require.Equal(t, "The file is damaged", warnings[0].Title.String())
	require.Equal(t, "No backup could be written into X. Check that its disk is connected and has room, then try again.", warnings[1].Text.String())

	d.file.checked(true, nil)
	d.file.backedUp(nil)
	require.Empty(t, d.file.warnings())
	require.Equal(t, 0, d.settings.Count(), "what is over is out of sight")
	require.NotContains(t, says(h), "No backup could be written")
}

func TestAFolderThatIsCarriedElsewhereIsToldOnce(t *testing.T) {
	d, h := fileWindow(t)
	d.file.noticePlace(store.Place{Kind: store.PlaceLocal})
	require.Nil(t, d.cfg.win.Canvas().Overlays().Top())
	d.file.noticePlace(store.Place{Kind: store.PlaceSynced, Name: "OneDrive"})
	require.Contains(t, says(h), "The file lies in OneDrive")
	h.Tap("Close")
	d.file.noticePlace(store.Place{Kind: store.PlaceSynced, Name: "OneDrive"})
	require.Nil(t, d.cfg.win.Canvas().Overlays().Top())
	d.file.noticeOther(store.Owner{Host: "FRONTDESK-2", Since: time.Now()}, true)
	require.Contains(t, says(h), "FRONTDESK-2 opened it today")
}

func TestWhatBecameOfARestoreIsTold(t *testing.T) {
	d, h := fileWindow(t)
	t.Setenv(failedEnv, "The copy is damaged.")
	t.Setenv(saidEnv, "")
	d.file.tellBefore(saidBefore())
	require.Contains(t, says(h), "The copy is damaged.")
	_, failed := saidBefore()
	require.Empty(t, failed, "once")
}

func TestAFileIsPutBackAfterTheWindow(t *testing.T) {
	data := spaceIn(t)
	file := options{data: data}.file()
	s, err := store.Open(t.Context(), store.Options{Path: file})
	require.NoError(t, err)
	c, err := s.Backup(t.Context(), backupsOf(file), store.ReasonHand)
	require.NoError(t, err)
	require.NoError(t, s.Close())
	member(t, data, "Nora")

	var env []string
	again := func(e ...string) error { env = append(env, e...); return nil }
	require.Equal(t, exitDone, putBack{file, c.Path}.run(t.Context(), again))
	require.NotContains(t, people(t, data), "Nora")
	require.Len(t, env, 1)
	require.True(t, strings.HasPrefix(env[0], saidEnv+"="), env)

	spoil(t, c.Path)
	env = nil
	member(t, data, "Otto")
	require.Equal(t, exitDone, putBack{file, c.Path}.run(t.Context(), again), "it opens again in any case")
	require.True(t, strings.HasPrefix(env[0], failedEnv+"="), env)
	require.Contains(t, people(t, data), "Otto", "with the file as it was")

	no := func(...string) error { return errors.New("no such file") }
	require.Equal(t, exitError, putBack{file, c.Path}.run(t.Context(), no))
}

func TestADamagedFileOffersTheNewestBackupThatIsWhole(t *testing.T) {
	d, h := damagedFile(t)
	d.look()
	require.Contains(t, says(h), "The newest backup that is whole is of today")
	require.Contains(t, says(h), "39 members")
	h.Press(fyne.KeyReturn) // the keyboard is on the button
	require.NotEmpty(t, d.chosen.Path)
}

func TestADamagedFileOffersOtherBackups(t *testing.T) {
	d, h := damagedFile(t)
	d.look()
	h.Tap("Choose another backup…")
	require.Contains(t, says(h), "The damaged file is moved aside and kept.")
	require.NotContains(t, says(h), "Now", "what is in a damaged file nobody knows")
	h.Press(fyne.KeyEscape)
	require.Empty(t, d.chosen.Path)
	h.Tap("Choose another backup…")
	h.Tap("Put this one back")
	h.Tap("Put it back")
	require.NotEmpty(t, d.chosen.Path)
}

func TestWithoutABackupOneMayBeElsewhere(t *testing.T) {
	d, h := damagedFile(t)
	d.newest = func(context.Context) (store.Copy, bool) { return store.Copy{}, false }
	d.look()
	require.Contains(t, says(h), "If you have a copy elsewhere")
	require.Nil(t, h.Button("Put this copy back"))
	h.Press(fyne.KeyReturn) // Quit
	require.Empty(t, d.chosen.Path)
}

// damagedFile is the window over a file that is damaged, with a backup.
func damagedFile(t *testing.T) (*damaged, hand.Hand) {
	t.Helper()
	data := spaceIn(t)
	o := options{data: data}
	_, errOut, status := cli(t, "backup", "--data", data)
	require.Equal(t, exitDone, status, errOut)
	spoil(t, o.file())
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.New(theme.Light))
	_, _, _, err := openForWindow(t.Context(), o, windowOptions{})
	require.True(t, curable(err), "%v", err)
	d := newDamaged(a.NewWindow("Latchkey"), o.file(), problemText(err), widgets.Sync{})
	return d, hand.Hand{T: t, Win: d.win}
}

func TestAFileThatWentAwayIsNotBegunAnew(t *testing.T) {
	data := spaceIn(t)
	o := options{data: data}
	_, errOut, status := cli(t, "backup", "--data", data)
	require.Equal(t, exitDone, status, errOut)
	require.NoError(t, os.Remove(o.file()))
	_, _, _, err := openForWindow(t.Context(), o, windowOptions{})
	require.True(t, curable(err), "%v", err)
	require.NoFileExists(t, o.file())
	require.NoError(t, os.RemoveAll(backupsOf(o.file())))
	p, _, _, err := openForWindow(t.Context(), o, windowOptions{})
	require.NoError(t, err, "without backups a file is made, as at the first start")
	require.NoError(t, p.close(t.Context()))
}

func says(h hand.Hand) string { return strings.Join(h.Texts(), "\n") }

func TestTheProgramStartsItselfAgain(t *testing.T) {
	data := spaceIn(t)
	t.Setenv(childEnv, "1") // the program is this test
	require.NoError(t, startAgain(t.Context(), []string{"backup", "--data", data})(saidEnv+"=x"))
	require.Eventually(t, func() bool {
		all, err := store.Backups(backupsOf(options{data: data}.file()))
		return err == nil && len(all) == 1
	}, 20*time.Second, 50*time.Millisecond, "with the arguments that it was started with")
}
