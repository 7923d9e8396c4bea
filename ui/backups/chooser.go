package backups

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/flow"
	"latchkey/ui/theme"
	"latchkey/ui/widgets"
)

// Source is where copies come from. Its functions are called away from the UI
// thread.
type Source struct {
	File    string                                          // what is open, or damaged: no copy of itself
	List    func(ctx context.Context) ([]store.Copy, error) // newest first, quickly
	Inspect func(ctx context.Context, path string) (store.Copy, error)
	// Present tells what the file holds now; nil where it cannot be read.
	Present func(ctx context.Context) (store.Copy, error)

	Now      func() time.Time
	Zone     *time.Location // of the times that are shown
	Dispatch widgets.Dispatcher
}

// Chooser is the list of copies, and what the chosen one holds beside what the
// file holds now. It is used on the UI thread.
type Chooser struct {
	src     Source
	present *store.Copy // nil: not known
	warning string
	good    *store.Copy // chosen, and found to be whole; nil: none yet
	changed func()      // another copy, or none, is good
	asked   int         // counts what was inspected: an answer to an older one is dropped

	table   *widgets.Table[store.Copy]
	preview *flow.Scroll
	content fyne.CanvasObject
}

// The chooser is as large as the smallest window has room for, below a title
// and above buttons.
const (
	chooserWidth  = 900
	chooserHeight = 430
	listWidth     = 400
)

// NewChooser returns a chooser that has read nothing yet. warning says what
// putting a copy back will do; changed is called when Chosen has changed.
func NewChooser(src Source, warning string, changed func()) *Chooser {
	c := &Chooser{src: src, warning: warning, changed: changed, preview: flow.NewScroll(10)}
	c.table = c.newTable()
	list := container.NewStack(widgets.NewPanel("", theme.ColorBorder, 0), container.New(inset(1), c.table))
	c.content = container.NewGridWrap(fyne.NewSize(chooserWidth, chooserHeight),
		container.New(sideBySide{}, list, c.preview.Content()))
	return c
}

func (c *Chooser) newTable() *widgets.Table[store.Copy] {
	t := widgets.NewTable([]widgets.Column[store.Copy]{
		{Title: lang.L("Made"), Min: 140, Weight: 1, Strong: true, Text: func(b store.Copy) string { return When(b.At, c.src.Now(), c.src.Zone) }},
		{Title: lang.L("Why"), Min: 120, Muted: true, Text: func(b store.Copy) string { return Reason(b.Reason) }},
		{Title: lang.L("Size"), Min: 64, Muted: true, Align: fyne.TextAlignTrailing, Text: func(b store.Copy) string { return Size(b.Size) }},
	}, func(b store.Copy) string { return b.Path })
	t.OnSelected = func(b store.Copy) { c.Look(b.Path) }
	t.SetEmpty(widgets.Padded(widgets.MutedParagraph(lang.L("There is no backup yet."))))
	return t
}

// Content is what to put on the screen.
func (c *Chooser) Content() fyne.CanvasObject { return c.content }

// FocusTarget is the list.
func (c *Chooser) FocusTarget() fyne.Focusable { return c.table.FocusTarget() }

// Chosen is the copy that was chosen and found to be whole.
func (c *Chooser) Chosen() (store.Copy, bool) {
	if c.good == nil {
		return store.Copy{}, false
	}
	return *c.good, true
}

// Load reads the list and what the file holds now, and chooses the newest copy.
func (c *Chooser) Load() {
	c.src.Dispatch.Go(func(ctx context.Context) {
		all, err := c.src.List(ctx)
		var present *store.Copy
		if err == nil && c.src.Present != nil {
			if now, nowErr := c.src.Present(ctx); nowErr == nil { // without it the copies are shown alone
				present = &now
			}
		}
		c.src.Dispatch.Do(func() {
			if err != nil {
				c.refuse(err)
				return
			}
			c.present = present
			c.table.SetRows(all)
			if len(all) == 0 {
				c.say(lang.L("Nothing was chosen."))
				return
			}
			c.table.Select(all[0].Path)
		})
	})
}

// Look inspects a copy, which need not be in the list, and shows what it holds.
func (c *Chooser) Look(path string) {
	c.asked++
	asked := c.asked
	c.choose(nil)
	c.say(lang.L("Looking into it…"))
	c.src.Dispatch.Go(func(ctx context.Context) {
		b, err := c.src.Inspect(ctx, path)
		c.src.Dispatch.Do(func() {
			switch {
			case asked != c.asked: // another one was chosen meanwhile
			case err != nil:
				c.refuse(err)
			default:
				c.preview.Set(c.compare(b)...)
				c.choose(&b)
			}
		})
	})
}

// choose keeps the copy that can be put back, or that none can.
func (c *Chooser) choose(b *store.Copy) {
	c.good = b
	c.changed()
}

func (c *Chooser) say(text string) { c.preview.Set(widgets.MutedParagraph(text)) }
