package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"latchkey/store/internal/db"
)

// logEdit is the kind of the lines that the store writes itself.
const logEdit = "edit"

// say makes a sentence for the log from a text and pairs of name and value.
func say(text string, args ...string) Sentence {
	s := Sentence{Text: text}
	for i := 0; i+1 < len(args); i += 2 {
		if s.Args == nil {
			s.Args = make(map[string]string, len(args)/2)
		}
		s.Args[args[i]] = args[i+1]
	}
	return s
}

// logbook is the end of the log, as this transaction knows it.
type logbook struct {
	read bool
	id   int64
	hash string
}

// Log adds a line to the log: At, ID and Hash are filled in, and Actor where
// it is empty.
func (tx *Tx) Log(l LogLine) error {
	if !tx.book.read {
		head, err := maybe(tx.rows.q.LogHead(tx.ctx))
		if err != nil {
			return err
		}
		if head != nil {
			tx.book.id, tx.book.hash = head.ID, head.Hash
		}
		tx.book.read = true
	}
	if l.Actor == "" {
		l.Actor = string(tx.change.Actor)
	}
	what, err := json.Marshal(l.What)
	if err != nil {
		return wrap(err, "log")
	}
	row := db.Log{
		ID: tx.book.id + 1, At: unix(tx.Now), SpaceID: int64(l.Space), Actor: l.Actor, Kind: l.Kind,
		PersonID: int64(l.Person), What: string(what), Folded: fold(l.What.String()),
	}
	if row.Hash, err = chain(tx.book.hash, row); err != nil {
		return err
	}
	if err := tx.rows.q.AddLog(tx.ctx, db.AddLogParams(row)); err != nil {
		return wrap(err, "log")
	}
	tx.book.id, tx.book.hash = row.ID, row.Hash
	tx.touch(KindLog)
	return nil
}

func (tx *Tx) logEdit(space SpaceID, person PersonID, what ...Sentence) error {
	for _, w := range what {
		if err := tx.Log(LogLine{Space: space, Person: person, Kind: logEdit, What: w}); err != nil {
			return err
		}
	}
	return nil
}

// chain returns the hash of a line: SHA-256 over the hash before it and the
// line as a JSON array.
func chain(before string, l db.Log) (string, error) {
	line, err := json.Marshal([]any{before, l.ID, l.At, l.SpaceID, l.Actor, l.Kind, l.PersonID, l.What})
	if err != nil {
		return "", wrap(err, "log")
	}
	sum := sha256.Sum256(line)
	return hex.EncodeToString(sum[:]), nil
}

// LogPart is a part of the log, told by the kinds of its lines.
type LogPart string

// The parts. LogOther is what is neither an edit nor a request: signing in,
// looking at the site, what was found there and what the desk answered.
const (
	LogEdits LogPart = "edit"
	LogDoors LogPart = "doors" // a request to SALTO KS, or what became of one
	LogOther LogPart = "other"
)

// LogFilter chooses lines of the log; what is zero chooses all.
type LogFilter struct {
	Space  SpaceID // lines about the whole file are among them
	Person PersonID
	Actor  Actor
	Part   LogPart
	Kind   string
	Query  string    // words of the English sentence, without case and accents
	From   time.Time // included
	To     time.Time // excluded
	Before int64     // lines with a smaller ID: the next page
	Limit  int
}

// before is the end of what is read, in a way that SQLite finds in its index.
func (f LogFilter) before() int64 {
	if f.Before == 0 {
		return math.MaxInt64
	}
	return f.Before
}

// LogLines returns lines of the log, newest first.
func (s *Store) LogLines(ctx context.Context, f LogFilter) ([]LogLine, error) {
	return read(ctx, s, func(r rows) ([]LogLine, error) {
		list, err := r.q.LogLines(ctx, db.LogLinesParams{
			Before: f.before(), Space: int64(f.Space), Person: int64(f.Person), Actor: string(f.Actor), Part: string(f.Part), Kind: f.Kind,
			Since: unix(f.From), Until: unix(f.To), Pattern: pattern(f.Query), Most: most(f.Limit),
		})
		if err != nil {
			return nil, err
		}
		lines := make([]LogLine, len(list))
		for i, row := range list {
			if lines[i], err = logLine(row); err != nil {
				return nil, err
			}
		}
		return lines, nil
	})
}

// CountLog returns how many lines of the log a filter chooses, whatever its
// Limit.
func (s *Store) CountLog(ctx context.Context, f LogFilter) (int, error) {
	return read(ctx, s, func(r rows) (int, error) {
		n, err := r.q.CountLog(ctx, db.CountLogParams{
			Before: f.before(), Space: int64(f.Space), Person: int64(f.Person), Actor: string(f.Actor), Part: string(f.Part), Kind: f.Kind,
			Since: unix(f.From), Until: unix(f.To), Pattern: pattern(f.Query),
		})
		return int(n), err
	})
}

func logLine(r db.Log) (LogLine, error) {
	l := LogLine{
		ID: r.ID, At: instant(r.At), Space: SpaceID(r.SpaceID), Actor: r.Actor, Kind: r.Kind,
		Person: PersonID(r.PersonID), Hash: r.Hash,
	}
	return l, wrap(json.Unmarshal([]byte(r.What), &l.What), "log")
}

// LogHead is the newest line of the log: its number, which is also how many
// lines there are, and its hash, which depends on all of them. Whoever keeps
// the two elsewhere can tell later whether anything before was changed. An
// empty log has none.
type LogHead struct {
	Line int64
	Hash string
}

// LogHead returns the newest line of the log, unchecked.
func (s *Store) LogHead(ctx context.Context) (LogHead, error) {
	return read(ctx, s, func(r rows) (LogHead, error) {
		head, err := maybe(r.q.LogHead(ctx))
		if head == nil {
			return LogHead{}, err
		}
		return LogHead{head.ID, head.Hash}, nil
	})
}

// VerifyLog checks that no line of the log was changed, taken out or cut off
// the end since it was written.
func (s *Store) VerifyLog(ctx context.Context) error {
	_, err := s.CheckLog(ctx)
	return err
}

// CheckLog is VerifyLog for who wants to know what was checked.
func (s *Store) CheckLog(ctx context.Context) (LogHead, error) {
	return read(ctx, s, func(r rows) (LogHead, error) { return r.checkLog(ctx) })
}

func (r rows) checkLog(ctx context.Context) (LogHead, error) {
	last, hash, err := r.followChain(ctx)
	if err != nil {
		return LogHead{}, err
	}
	// SQLite counts the lines ever written, also those cut off since.
	var written int64
	err = r.raw.QueryRowContext(ctx, "SELECT seq FROM sqlite_sequence WHERE name = 'log'").Scan(&written)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return LogHead{}, err
	}
	if written != last {
		return LogHead{}, logBroken(last+1, written)
	}
	return LogHead{last, hash}, nil
}

// followChain makes the hash of every line anew and returns the last.
func (r rows) followChain(ctx context.Context) (last int64, hash string, err error) {
	for {
		list, err := r.q.LogFrom(ctx, last)
		if err != nil {
			return 0, "", err
		}
		if len(list) == 0 {
			return last, hash, nil
		}
		for _, row := range list {
			want, err := chain(hash, row)
			if err != nil {
				return 0, "", err
			}
			if row.ID != last+1 || row.Hash != want {
				return 0, "", logBroken(last+1, row.ID)
			}
			last, hash = row.ID, row.Hash
		}
	}
}

func logBroken(want, got int64) *Problem {
	return &Problem{Code: CodeDamaged, Text: "The log was changed by another program, at line {{.Line}}. Put back a copy of the file from before, or keep this one as evidence.",
		Args: pairs([]any{"Line", want}), Err: fmt.Errorf("log line %d, found %d", want, got)}
}

// pattern makes a LIKE pattern of what somebody typed, "" for nothing.
func pattern(query string) string {
	words := words(query)
	if len(words) == 0 {
		return ""
	}
	return "%" + strings.Join(words, "%") + "%"
}

// most is a limit for SQLite, where -1 is none.
func most(limit int) int64 {
	if limit <= 0 {
		return -1
	}
	return int64(limit)
}
