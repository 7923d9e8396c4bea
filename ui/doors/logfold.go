package doors

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"latchkey/store"
)

// The kinds of lines about one request to SALTO KS: that it is about to be
// sent, and what became of it.
const (
	lineSent      = "intent"
	lineConfirmed = "confirmed"
	lineFailed    = "failed"
	lineLooked    = "looked" // it was done already, or is not wanted any more
)

// logRow is one row of the log: a line by itself, or one change at the doors
// with the lines of all its requests.
type logRow struct {
	Lines    []store.LogLine // the oldest first
	Requests int             // sent; 0 for what is no request, or was sent before what was read
	Answered int             // of them, confirmed or found not to be needed
	Kind     string          // what became of it, as the kind of a line
}

// key is the same before and after the answer to a request.
func (r logRow) key() string { return strconv.FormatInt(r.first().ID, 10) }

func (r logRow) first() store.LogLine { return r.Lines[0] }

// what is the sentence of the change, without what became of it.
func (r logRow) what() store.Sentence { return r.first().What }

func (r logRow) last() store.LogLine { return r.Lines[len(r.Lines)-1] }

// open tells whether it is not known of every request what became of it.
func (r logRow) open() bool { return r.Kind != lineFailed && r.Answered < r.Requests }

// request is one request with what is known to have become of it.
type request struct {
	lines  []store.LogLine // the oldest first
	sent   bool            // its intent is among them
	failed bool
	done   bool
}

// foldLog makes rows, newest first, of lines that are newest first. A request
// and its answer are one row, and so are the requests that together make one
// change: those that say the same sentence, one right after the other.
//
// Lines name no request, so an answer is taken for that of the oldest open
// request with its sentence, and a failure, which is written right after the
// request, for that of the newest.
func foldLog(lines []store.LogLine) []logRow {
	f := folder{asked: map[subject][]*request{}}
	for _, l := range slices.Backward(lines) {
		f.take(l)
	}
	rows := join(f.requests)
	for _, l := range f.alone {
		rows = append(rows, logRow{Lines: []store.LogLine{l}, Kind: l.Kind})
	}
	slices.SortFunc(rows, func(a, b logRow) int { return cmp.Compare(b.first().ID, a.first().ID) })
	return rows
}

// subject is what lines about the same change have in common.
type subject struct {
	person store.PersonID
	what   string
}

// subjectOf looks through the words around the sentence of what failed.
func subjectOf(l store.LogLine) subject {
	what := l.What.String()
	if l.Kind != lineFailed {
		return subject{l.Person, what}
	}
	if inner, ok := l.What.Parts["What"]; ok {
		what = inner.String()
	} else if text, ok := l.What.Args["What"]; ok { // as lines were written before
		what = text
	}
	return subject{l.Person, what}
}

type folder struct {
	requests []*request // in the order in which they were sent
	asked    map[subject][]*request
	alone    []store.LogLine
}

func (f *folder) take(l store.LogLine) {
	s := subjectOf(l)
	switch l.Kind {
	case lineSent:
		f.begin(s, l).sent = true
	case lineFailed:
		r := f.newest(s)
		if r == nil {
			r = f.begin(s)
		}
		r.lines, r.failed = append(r.lines, l), true
	case lineConfirmed, lineLooked:
		r := f.oldest(s)
		if r == nil {
			r = f.begin(s)
		}
		r.lines, r.done, r.failed = append(r.lines, l), true, false
	default:
		f.alone = append(f.alone, l)
	}
}

func (f *folder) begin(s subject, lines ...store.LogLine) *request {
	r := &request{lines: lines}
	f.requests = append(f.requests, r)
	f.asked[s] = append(f.asked[s], r)
	return r
}

// newest is the last request that nothing is known of.
func (f *folder) newest(s subject) *request {
	for _, r := range slices.Backward(f.asked[s]) {
		if !r.done && !r.failed {
			return r
		}
	}
	return nil
}

// oldest is the first request that nothing is known of. Where there is none,
// the last that failed was done all the same: its answer was lost.
func (f *folder) oldest(s subject) *request {
	var lost *request
	for _, r := range f.asked[s] {
		switch {
		case !r.done && !r.failed:
			return r
		case r.failed:
			lost = r
		}
	}
	return lost
}

// together is how long after the last line about a change a request still
// belongs to it.
const together = 10 * time.Minute

// join puts the requests of one change into one row. What failed is told apart
// from what did not: a row never says that all is well when a part is not.
func join(requests []*request) []logRow {
	var rows []logRow
	type group struct {
		subject
		failed bool
	}
	at := map[group]int{}                // the last row of each
	last := map[store.PersonID]subject{} // of the newest request about each person
	for _, r := range requests {
		g := group{subjectOf(r.lines[0]), r.failed}
		i, known := at[g]
		if !known || !belongs(rows[i], r, last[g.person] == g.subject) {
			i = len(rows)
			rows = append(rows, logRow{})
		}
		rows[i].add(r)
		at[g], last[g.person] = i, g.subject
	}
	return rows
}

// belongs tells whether a request is a part of the change of a row: it was
// sent before that was over, or soon after with nothing else between them.
func belongs(row logRow, r *request, next bool) bool {
	first, last := r.lines[0], row.last()
	return first.ID < last.ID || next && first.At.Sub(last.At) <= together
}

func (r *logRow) add(q *request) {
	r.Lines = append(r.Lines, q.lines...)
	slices.SortFunc(r.Lines, func(a, b store.LogLine) int { return cmp.Compare(a.ID, b.ID) })
	if q.sent {
		r.Requests++
	}
	if q.sent && q.done {
		r.Answered++
	}
	r.Kind = r.last().Kind
	if slices.ContainsFunc(r.Lines, func(l store.LogLine) bool { return l.Kind == lineConfirmed }) {
		r.Kind = lineConfirmed
	}
}
