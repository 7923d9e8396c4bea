// Package desk is what every screen works with: the file, the space that is
// shown, the window, and a way to do things away from the UI thread.
package desk

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"latchkey/store"
	"latchkey/ui/drafts"
	"latchkey/ui/widgets"
)

// Desk is handed to each screen. It is used on the UI thread, except for
// Store, which may be used anywhere.
type Desk struct {
	Store    *store.Store
	Win      fyne.Window
	Dispatch widgets.Dispatcher
	Space    func() store.SpaceID // the space that is shown
	Drafts   *drafts.Book         // where half-written forms are kept; nil: nowhere
	// Undone shows that something was done, with a button that takes it back.
	Undone func(text string, undo func())
}

// Now is the file's clock.
func (d *Desk) Now() time.Time { return d.Store.Now() }

// Load reads away from the UI thread and hands the result to show on it. An
// error is shown as a sentence.
func Load[T any](d *Desk, read func(ctx context.Context) (T, error), show func(T)) {
	d.Dispatch.Go(func(ctx context.Context) {
		value, err := read(ctx)
		if ctx.Err() != nil {
			return
		}
		d.Dispatch.Do(func() {
			if err != nil {
				widgets.ShowProblem(d.Win, err)
				return
			}
			show(value)
		})
	})
}

// Save makes one change to the file, away from the UI thread, and offers to
// undo it. text says in the past tense what was done: "Booking deleted.".
func (d *Desk) Save(text string, change func(tx *store.Tx) error) {
	d.Dispatch.Go(func(ctx context.Context) {
		if err := d.Commit(ctx, text, change); err != nil {
			d.Dispatch.Do(func() { widgets.ShowProblem(d.Win, err) })
		}
	})
}

// Commit is Save for callers that are already off the UI thread, such as a
// form's OnSave, and show the error themselves.
func (d *Desk) Commit(ctx context.Context, text string, change func(tx *store.Tx) error) error {
	c, err := d.Store.Do(ctx, store.ActorDesk, change)
	if err != nil {
		return err
	}
	d.offerUndo(text, c.Undo)
	return nil
}

func (d *Desk) offerUndo(text string, u store.Undo) {
	if u.Empty() {
		return
	}
	d.Dispatch.Do(func() {
		d.Undone(text, func() {
			d.Dispatch.Go(func(ctx context.Context) {
				if _, err := d.Store.Undo(ctx, u); err != nil {
					d.Dispatch.Do(func() { widgets.ShowProblem(d.Win, err) })
				}
			})
		})
	})
}
