package exchange

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"time"

	"latchkey/store"
)

// LogExport says which lines of the log are written, and how.
type LogExport struct {
	// Filter chooses the lines. Its Before is the export's own: lines that are
	// added meanwhile are not among them.
	Filter store.LogFilter
	// Words says a sentence in the language of the desk. Nil leaves it English.
	Words func(store.Sentence) string
	// Progress is told now and then how many lines of all that were chosen are
	// written. May be nil.
	Progress func(done, total int)
}

// LogWritten is what an export of the log holds, and how the whole log ended
// when it was made. Lines, Head and a copy of the file together prove later
// what the log said.
type LogWritten struct {
	Lines int
	Head  store.LogHead
}

// logPage is how many lines of the log are read at once.
const logPage = 1000

// WriteLog writes lines of the log, newest first, as CSV: times on the clock
// of the space and in UTC beside it, kinds and actors as the file has them.
func WriteLog(ctx context.Context, w io.Writer, st *store.Store, id store.SpaceID, e LogExport) (LogWritten, error) {
	x := logWriter{store: st, e: e, names: map[store.PersonID]string{0: ""}}
	if err := x.begin(ctx, id); err != nil {
		return LogWritten{}, fmt.Errorf("export log: %w", err)
	}
	x.csv = newCSV(w, "Time", "UTC", "By", "Kind", "Person", "What", "Person id", "Line", "Hash")
	if err := x.pages(ctx); err != nil {
		return LogWritten{}, fmt.Errorf("export log: %w", err)
	}
	return x.written, x.csv.close()
}

// SaveLog is WriteLog into a file, which is there as a whole or not at all. A
// file that was there before is replaced.
func SaveLog(ctx context.Context, path string, st *store.Store, id store.SpaceID, e LogExport) (written LogWritten, err error) {
	err = WriteWhole(path, func(w io.Writer) error {
		written, err = WriteLog(ctx, w, st, id, e)
		return err
	})
	if err != nil && ctx.Err() == nil && store.CodeOf(err) == "" {
		err = &store.Problem{Code: store.CodeFile, Text: "{{.File}} cannot be written. Choose a folder that you may write to, with room on the disk.",
			Args: map[string]any{"File": path}, Err: err}
	}
	return written, err
}

// logWriter writes the log a page at a time: it may be longer than the memory
// is large.
type logWriter struct {
	store   *store.Store
	e       LogExport
	zone    *time.Location
	csv     *csvWriter
	names   map[store.PersonID]string
	total   int
	written LogWritten
}

// begin fixes what is written: the log as it is now.
func (x *logWriter) begin(ctx context.Context, id store.SpaceID) error {
	space, err := x.store.Space(ctx, id)
	if err != nil {
		return err
	}
	x.zone = space.Location()
	if x.e.Words == nil {
		x.e.Words = store.Sentence.String
	}
	if x.written.Head, err = x.store.LogHead(ctx); err != nil {
		return err
	}
	x.e.Filter.Before = x.written.Head.Line + 1
	if x.total, err = x.store.CountLog(ctx, x.e.Filter); err != nil {
		return err
	}
	if most := x.e.Filter.Limit; most > 0 {
		x.total = min(x.total, most)
	}
	return nil
}

func (x *logWriter) pages(ctx context.Context) error {
	f := x.e.Filter
	for x.written.Lines < x.total {
		f.Limit = min(logPage, x.total-x.written.Lines)
		lines, err := x.store.LogLines(ctx, f)
		if err != nil || len(lines) == 0 {
			return err
		}
		for _, l := range lines {
			if err := x.line(ctx, l); err != nil {
				return err
			}
		}
		x.written.Lines += len(lines)
		f.Before = lines[len(lines)-1].ID
		if x.e.Progress != nil {
			x.e.Progress(x.written.Lines, x.total)
		}
	}
	return nil
}

func (x *logWriter) line(ctx context.Context, l store.LogLine) error {
	name, err := x.name(ctx, l.Person)
	if err != nil {
		return err
	}
	person := ""
	if l.Person != 0 {
		person = strconv.FormatInt(int64(l.Person), 10)
	}
	x.csv.row(l.At.In(x.zone).Format("2006-01-02 15:04:05"), l.At.UTC().Format(time.RFC3339), l.Actor, l.Kind,
		name, x.e.Words(l.What), person, strconv.FormatInt(l.ID, 10), l.Hash)
	return nil
}

// name returns what a person is called now, also one who was removed; "" for
// somebody of whom the file knows nothing more.
func (x *logWriter) name(ctx context.Context, id store.PersonID) (string, error) {
	if name, known := x.names[id]; known {
		return name, nil
	}
	p, err := x.store.Person(ctx, id)
	if err != nil && store.CodeOf(err) != store.CodeMissing {
		return "", err
	}
	x.names[id] = p.Name()
	return x.names[id], nil
}
