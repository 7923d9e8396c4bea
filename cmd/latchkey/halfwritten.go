package main

import (
	"path/filepath"
	"time"

	"fyne.io/fyne/v2/lang"

	"latchkey/ui/drafts"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// draftsName is the file of what stands in half-written forms, beside the data. It
// holds what people typed, names and addresses too: it belongs into no report.
const draftsName = "drafts.json"

// openDrafts reads what an earlier run left half-written.
func (d *desktop) openDrafts() *drafts.Book {
	if d.cfg.file == "" || !filepath.IsAbs(d.cfg.file) { // a picture, or a test without a place of its own
		return nil
	}
	after := d.cfg.after
	if after == nil {
		after = widgets.TimerAfter(d.cfg.dispatch)
	}
	return drafts.Open(drafts.Config{
		Path: filepath.Join(filepath.Dir(d.cfg.file), draftsName), Now: d.desk.Now, After: after, Dispatch: d.cfg.dispatch, Log: d.cfg.program.log,
	})
}

// resumer is a screen that can open a form again.
type resumer interface {
	Resume(kind string, id int64) func()
}

// offerDrafts asks what is to become of what was left half-written, one after the
// other. What is not answered is asked again at the next start.
func (d *desktop) offerDrafts() {
	if d.desk.Drafts != nil {
		d.offer(d.desk.Drafts.Left())
	}
}

func (d *desktop) offer(left []drafts.Entry) {
	if len(left) == 0 {
		return
	}
	e, rest := left[0], left[1:]
	widgets.Offer(d.cfg.win, widgets.OfferSpec{
		Title: lang.L("Go on with what you were writing?"), Sentence: draftSentence(e, d.desk.Now(), d.cfg.space.Location()),
		Yes: lang.L("Go on"), No: lang.L("Discard"),
		OnYes: func() { d.resume(e) },
		OnNo:  func() { d.desk.Drafts.Discard(e); d.offer(rest) },
	})
}

// draftSentence says what was being written, and when.
func draftSentence(e drafts.Entry, now time.Time, loc *time.Location) string {
	args := map[string]any{"Form": e.Title, "When": words.Instant(e.At, now, loc), "About": shortened(e.About)}
	if e.About == "" {
		return lang.L("“{{.Form}}” was not saved ({{.When}}).", args)
	}
	return lang.L("“{{.Form}}” was not saved ({{.When}}): “{{.About}}…”.", args)
}

// shortened is as much of a text as fits into a sentence.
func shortened(text string) string {
	const most = 40
	if r := []rune(text); len(r) > most {
		return string(r[:most])
	}
	return text
}

// resume opens the form again, with what stood in it, on its page.
func (d *desktop) resume(e drafts.Entry) {
	d.desk.Drafts.GoOn(e)
	for _, s := range d.screens {
		r, able := s.(resumer)
		if !able {
			continue
		}
		if open := r.Resume(e.Kind, e.ID); open != nil {
			d.shell.Go(s.Name())
			open()
			return
		}
	}
}
