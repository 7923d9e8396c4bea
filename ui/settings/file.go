package settings

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/backups"
	"latchkey/ui/desk"
	"latchkey/ui/listdetail"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// File is the data file, as the program keeps it. Look, Backup, SaveCopy and
// Check are called away from the UI thread, the others on it.
type File struct {
	Path string
	// Look tells how it stands with the file.
	Look func(ctx context.Context) (FileState, error)
	// OpenFolder shows the folder of the file. It does not wait for it.
	OpenFolder func()
	// Backup makes one now, among the daily ones.
	Backup func(ctx context.Context) error
	// SaveCopy writes a copy to a path, and replaces what is there.
	SaveCopy func(ctx context.Context, path string) error
	// Check reads the whole file and its log.
	Check func(ctx context.Context) error
	// Copies are what can be put back.
	Copies backups.Source
	// Notice says something in the window for a while.
	Notice func(text string)
	// Restore ends the program and opens it again with a copy put back.
	Restore func(store.Copy)
}

// FileState is how it stands with the file.
type FileState struct {
	Size    int64      // in bytes, with what waits beside it
	Last    store.Copy // the newest backup; the zero Copy without one
	Place   string     // the sync service or network that it lies in; empty: this computer's own disk
	Trouble error      // why the last backup or check failed; nil: it did not
}

// fileCard says where the file is and when it was last backed up.
type fileCard struct {
	desk    *desk.Desk
	file    *File
	resized func()
	size    *widgets.Text
	last    *widgets.Text
	notes   *fyne.Container
	verdict *fyne.Container
	content fyne.CanvasObject
}

func newFileCard(d *desk.Desk, f *File, resized func()) *fileCard {
	c := &fileCard{desk: d, file: f, resized: resized, notes: listdetail.Stack(8), verdict: listdetail.Stack(8)}
	value := func() *widgets.Text {
		return widgets.NewText("", widgets.TextStyle{Ellipsis: true, Align: fyne.TextAlignTrailing})
	}
	c.size, c.last = value(), value()
	c.content = widgets.Card(lang.L("The file"), listdetail.Stack(12,
		widgets.KeyValues(
			widgets.PairText(lang.L("Where it is"), f.Path),
			widgets.Pair{Key: lang.L("Size"), Value: c.size},
			widgets.Pair{Key: lang.L("Last backup"), Value: c.last}),
		c.notes,
		container.New(&widgets.FlowRow{Gap: 8},
			widgets.NewButton(lang.L("Make a backup now"), func() { c.backup(c.say) }),
			widgets.NewButton(lang.L("Save a copy…"), func() { c.saveCopy(c.say) }),
			widgets.NewButton(lang.L("Restore…"), c.restore),
			widgets.NewButton(lang.L("Check now"), c.check)),
		c.verdict),
		widgets.NewLinkButton(lang.L("Open the folder"), f.OpenFolder))
	return c
}

// look asks how it stands with the file.
func (c *fileCard) look() {
	desk.Load(c.desk, c.file.Look, c.show)
}

func (c *fileCard) show(s FileState) {
	c.size.SetText(backups.Size(s.Size))
	c.last.SetText(c.lastWords(s.Last))
	c.notes.Objects = nil
	if s.Trouble != nil {
		c.notes.Add(listdetail.Notice(widgets.Bad, widgets.ProblemText(s.Trouble)))
	}
	if s.Place != "" {
		c.notes.Add(listdetail.Notice(widgets.Warn, SyncedWords(s.Place)))
	}
	if s.Trouble == nil && s.Place == "" {
		c.notes.Add(widgets.MutedParagraph(lang.L("A backup is made each day that something changed: those of 7 days are kept, one a week for 4 weeks, and one a month for a year.")))
	}
	c.notes.Refresh()
	c.resized()
}

// SyncedWords says what to mind where a service carries the file to other
// computers.
func SyncedWords(service string) string {
	return lang.L("The file lies in a folder that {{.Place}} carries to other computers. Open it on one computer at a time, and let {{.Place}} finish before you open it on another. Backups are kept on this computer.", map[string]any{"Place": service})
}

func (c *fileCard) lastWords(b store.Copy) string {
	if b.Path == "" {
		return lang.L("none yet")
	}
	return backups.When(b.At, c.desk.Now(), c.file.Copies.Zone) + ", " + backups.Size(b.Size)
}

// say shows how something ended, below the buttons.
func (c *fileCard) say(text string) {
	c.verdict.Objects = []fyne.CanvasObject{widgets.NewParagraph(text, theme.ColorGood)}
	c.verdict.Refresh()
	c.resized()
}
