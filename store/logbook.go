package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
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

// LogFilter chooses lines of the log; what is zero chooses all.
type LogFilter struct {
	Space  SpaceID // lines about the whole file are among them
	Person PersonID
	Kind   string
	Query  string    // words of the English sentence, without case and accents
	From   time.Time // included
	To     time.Time // excluded
	Before int64     // lines with a smaller ID: the next page
	Limit  int
}

// LogLines returns lines of the log, newest first.
func (s *Store) LogLines(ctx context.Context, f LogFilter) ([]LogLine, error) {
	return read(ctx, s, func(r rows) ([]LogLine, error) {
		list, err := r.q.LogLines(ctx, db.LogLinesParams{
			Before: f.Before, Space: int64(f.Space), Person: int64(f.Person), Kind: f.Kind,
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

func logLine(r db.Log) (LogLine, error) {
	l := LogLine{
		ID: r.ID, At: instant(r.At), Space: SpaceID(r.SpaceID), Actor: r.Actor, Kind: r.Kind,
		Person: PersonID(r.PersonID), Hash: r.Hash,
	}
	return l, wrap(json.Unmarshal([]byte(r.What), &l.What), "log")
}

// VerifyLog checks that no line of the log was changed, taken out or cut off
// the end since it was written.
func (s *Store) VerifyLog(ctx context.Context) error {
	_, err := read(ctx, s, func(r rows) (struct{}, error) { return struct{}{}, r.verifyLog(ctx) })
	return err
}

func (r rows) verifyLog(ctx context.Context) error {
	var last int64
	var hash string
	for {
		list, err := r.q.LogFrom(ctx, last)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			break
		}
		for _, row := range list {
			want, err := chain(hash, row)
			if err != nil {
				return err
			}
			if row.ID != last+1 || row.Hash != want {
				return logBroken(last+1, row.ID)
			}
			last, hash = row.ID, row.Hash
		}
	}
	// SQLite counts the lines ever written, also those cut off since.
	var written int64
	err := r.raw.QueryRowContext(ctx, "SELECT seq FROM sqlite_sequence WHERE name = 'log'").Scan(&written)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if written != last {
		return logBroken(last+1, written)
	}
	return nil
}

func logBroken(want, got int64) *Problem {
	return &Problem{Code: CodeFile, Text: "The log was changed by another program, at line {{.Line}}. Put back a copy of the file from before, or keep this one as evidence.",
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
