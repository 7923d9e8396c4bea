package drafts

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"latchkey/ui/widgets"
)

// Entry is what stood in one form.
type Entry struct {
	Kind   string            `json:"kind"`         // what the form makes or changes
	ID     int64             `json:"id,omitempty"` // of what is changed; 0: something new
	Title  string            `json:"title"`        // of the form
	About  string            `json:"about"`        // the first words typed into it
	At     time.Time         `json:"at"`           // of the last change
	Values map[string]string `json:"values"`       // the states of its rows, by name
}

func (e Entry) same(kind string, id int64) bool { return e.Kind == kind && e.ID == id }

// Config is what a Book works with.
type Config struct {
	Path     string
	Now      func() time.Time
	After    widgets.After
	Dispatch widgets.Dispatcher
	Log      *slog.Logger
}

// pause is how long after the last change the file is written.
const pause = time.Second

// Book keeps the drafts of one data folder. It is used on the UI thread.
type Book struct {
	cfg   Config
	all   []Entry
	going *Entry // what the next form of its kind begins with
	wait  func() // stops the clock until the next write; nil: none runs

	file    sync.Mutex // held while the file is written
	turn    int        // of the newest state that is to be written
	written int        // of the one that was
}

// Open reads what an earlier run of the program left. What cannot be read is
// lost, and the log says so: a draft keeps nobody from working.
func Open(cfg Config) *Book {
	all, err := read(cfg.Path)
	if err != nil {
		cfg.Log.Warn("drafts cannot be read", "err", err)
		all = nil
	}
	return &Book{cfg: cfg, all: all}
}

// Left returns what there is, the newest first.
func (b *Book) Left() []Entry {
	return slices.SortedFunc(slices.Values(b.all), func(x, y Entry) int { return y.At.Compare(x.At) })
}

// GoOn has the next form of the entry's kind begin with it.
func (b *Book) GoOn(e Entry) { b.going = &e }

// Discard forgets an entry.
func (b *Book) Discard(e Entry) { b.drop(e.Kind, e.ID) }

// Draft returns where a form keeps what is typed into it. A nil Book has none.
func (b *Book) Draft(kind string, id int64, title string) widgets.Draft {
	if b == nil {
		return nil
	}
	return &draft{book: b, kind: kind, id: id, title: title}
}

func (b *Book) put(e Entry) {
	b.all = append(slices.DeleteFunc(b.all, func(x Entry) bool { return x.same(e.Kind, e.ID) }), e)
	if b.wait != nil {
		b.wait()
	}
	b.wait = b.cfg.After(pause, b.save)
}

func (b *Book) drop(kind string, id int64) {
	n := len(b.all)
	b.all = slices.DeleteFunc(b.all, func(x Entry) bool { return x.same(kind, id) })
	if len(b.all) != n {
		b.save()
	}
}

// save writes the file, away from the UI thread.
func (b *Book) save() {
	work := b.next()
	b.cfg.Dispatch.Go(func(context.Context) { work() })
}

// Flush writes what is not written yet, and returns when it is.
func (b *Book) Flush() {
	if b != nil && b.wait != nil {
		b.next()()
	}
}

// next returns what writes the present state, unless a newer one was written.
func (b *Book) next() func() {
	if b.wait != nil {
		b.wait()
		b.wait = nil
	}
	b.turn++
	turn, all := b.turn, slices.Clone(b.all)
	return func() {
		b.file.Lock()
		defer b.file.Unlock()
		if turn < b.written {
			return
		}
		b.written = turn
		if err := write(b.cfg.Path, all); err != nil {
			b.cfg.Log.Warn("drafts cannot be written", "err", err)
		}
	}
}

// draft is one form's place in the book.
type draft struct {
	book  *Book
	kind  string
	id    int64
	title string
	mine  bool // what the book has was typed into this form
}

// Kept implements widgets.Draft.
func (d *draft) Kept() map[string]string {
	g := d.book.going
	if g == nil || !g.same(d.kind, d.id) {
		return nil
	}
	d.book.going, d.mine = nil, true
	return g.Values
}

// Keep implements widgets.Draft. Of something new every row counts, also what was
// there to begin with, which is another thing tomorrow; of something that exists,
// what was changed.
func (d *draft) Keep(rows []widgets.DraftRow) {
	d.mine = true
	e := Entry{Kind: d.kind, ID: d.id, Title: d.title, At: d.book.cfg.Now(), Values: map[string]string{}}
	for _, r := range rows {
		if r.Changed || d.id == 0 {
			e.Values[r.Name] = r.State
		}
		if e.About == "" && r.Words && r.Changed {
			e.About = r.State
		}
	}
	if old := d.find(); old != nil && maps.Equal(old.Values, e.Values) {
		return
	}
	d.book.put(e)
}

func (d *draft) find() *Entry {
	i := slices.IndexFunc(d.book.all, func(e Entry) bool { return e.same(d.kind, d.id) })
	if i < 0 {
		return nil
	}
	return &d.book.all[i]
}

// Drop implements widgets.Draft. What an earlier form left stays, where nothing
// was typed into this one.
func (d *draft) Drop() {
	if d.mine {
		d.book.drop(d.kind, d.id)
	}
}
