package widgets

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
	"github.com/stretchr/testify/require"
)

// saving opens the dialog on a folder and returns where the chosen path goes.
func saving(win fyne.Window, folder, name string) *[]string {
	var chosen []string
	ShowSave(win, SaveSpec{Title: "Export", Folder: folder, Name: name, Ending: ".csv", OnChosen: func(path string) { chosen = append(chosen, path) }})
	return &chosen
}

func TestSaveOffersAPlaceThatEnterTakes(t *testing.T) {
	win := window(t, nil)
	folder := t.TempDir()
	chosen := saving(win, folder, "Café: Nord/Süd log")
	press(win, fyne.KeyReturn)
	require.Equal(t, []string{filepath.Join(folder, "Café- Nord-Süd log.csv")}, *chosen, "a name that every system takes")
	require.False(t, dialogOpen(win))
	files, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.Empty(t, files, "to ask makes no file")
}

func TestSaveAsksBeforeItReplaces(t *testing.T) {
	win := window(t, nil)
	folder := t.TempDir()
	path := filepath.Join(folder, "log.csv")
	require.NoError(t, os.WriteFile(path, []byte("of last year"), 0o600))
	chosen := saving(win, folder, "log")
	press(win, fyne.KeyReturn)
	require.Contains(t, dialogTexts(win), "log.csv is there already. What is in it now is lost.")
	press(win, fyne.KeyReturn) // Cancel has the keyboard
	require.Empty(t, *chosen)

	chosen = saving(win, folder, "log")
	press(win, fyne.KeyReturn)
	tapWord(t, win, "Replace")
	require.Equal(t, []string{path}, *chosen)
	left, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "of last year", string(left), "the dialog writes nothing itself")
}

func TestSaveSaysWhatIsWrongWithAPlace(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(folder, "folder.csv"), 0o700))
	for want, c := range map[string]struct{ folder, name string }{
		"There is no folder " + filepath.Join(folder, "gone") + ". Choose one that is there.": {filepath.Join(folder, "gone"), "log"},
		"There is no folder somewhere. Choose one that is there.":                             {"somewhere", "log"},
		"Enter a name for the file.":                                                          {folder, ""},
		"There is a folder of this name. Take another.":                                       {folder, "folder"},
	} {
		win := window(t, nil)
		chosen := saving(win, c.folder, c.name)
		press(win, fyne.KeyReturn)
		require.Contains(t, dialogTexts(win), want)
		require.Empty(t, *chosen)
	}
	win := window(t, nil)
	chosen := saving(win, folder, "log")
	write(win, "?")
	press(win, fyne.KeyReturn)
	require.Contains(t, dialogTexts(win), `The name of a file cannot have any of /\:*?"<>|. Take another.`)
	require.Empty(t, *chosen)
}

func TestSaveBeginsWithTheDocuments(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	require.Equal(t, home, documents())
	require.NoError(t, os.Mkdir(filepath.Join(home, "Documents"), 0o700))
	require.Equal(t, filepath.Join(home, "Documents"), documents())
	win := window(t, nil)
	chosen := saving(win, "", "log.txt")
	press(win, fyne.KeyReturn)
	require.Equal(t, []string{filepath.Join(home, "Documents", "log.txt.csv")}, *chosen)
}

func TestEscClosesTheListOfFoldersOnly(t *testing.T) {
	win := window(t, nil)
	saving(win, t.TempDir(), "log")
	before := len(win.Canvas().Overlays().List())
	tapWord(t, win, "Choose the folder…")
	require.Greater(t, len(win.Canvas().Overlays().List()), before)
	win.Canvas().Unfocus()
	press(win, fyne.KeyEscape)
	require.Len(t, win.Canvas().Overlays().List(), before)
	require.Contains(t, dialogTexts(win), "Export")
	press(win, fyne.KeyEscape)
	require.False(t, dialogOpen(win))
}

func TestAFolderIsTakenFromTheList(t *testing.T) {
	win := window(t, nil)
	folder := t.TempDir()
	chosen := saving(win, folder, "log")
	tapWord(t, win, "Choose the folder…")
	require.NotContains(t, dialogTexts(win), "Export", "the list is on top")
	var take *widget.Button
	inSight(win.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
		if b, ok := o.(*widget.Button); ok && b.Text == "Take this folder" {
			take = b
		}
	})
	require.NotNil(t, take)
	take.OnTapped()
	press(win, fyne.KeyReturn)
	require.Equal(t, []string{filepath.Join(folder, "log.csv")}, *chosen, "it began where the form was, and went back to it")
}

// tapWord presses the button in the open dialog that bears a word.
func tapWord(t *testing.T, win fyne.Window, word string) {
	t.Helper()
	var found *Button
	inSight(win.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
		if b, ok := o.(*Button); ok && b.Text() == word {
			found = b
		}
	})
	require.NotNil(t, found, word)
	found.Tapped(nil)
}
