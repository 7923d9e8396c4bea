package exchange

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// record is one row of a CSV file and the line that it begins on.
type record struct {
	line   int
	fields []string
}

// parseCSV splits text into records (RFC 4180, with any of CRLF, LF and CR
// between them). It keeps every character of a quoted field, which
// encoding/csv does not (it rewrites line ends). Empty lines are left out. A
// quote that is never closed ends with the text; unclosed is its line, else 0.
func parseCSV(text string, separator rune) (records []record, unclosed int) {
	p := csvParser{separator: separator, line: 1, current: record{line: 1}}
	for i, r := range text {
		next := byte(0)
		if i+1 < len(text) {
			next = text[i+1]
		}
		p.rune(r, next)
	}
	if p.quoted {
		unclosed = p.quoteLine
	}
	p.endRecord()
	return p.records, unclosed
}

type csvParser struct {
	separator rune
	line      int
	quoteLine int
	records   []record
	current   record
	field     strings.Builder
	quoted    bool // inside quotes
	wasQuoted bool // the field had quotes: it exists even when empty
	skip      bool // the next character was dealt with
}

func (p *csvParser) rune(r rune, next byte) {
	if p.skip {
		p.skip = false
		return
	}
	switch {
	case p.quoted && r == '"' && next == '"':
		p.field.WriteByte('"')
		p.skip = true
	case p.quoted && r == '"':
		p.quoted = false
	case p.quoted:
		p.field.WriteRune(r)
		if r == '\n' || r == '\r' && next != '\n' {
			p.line++
		}
	case r == '"' && p.field.Len() == 0 && !p.wasQuoted:
		p.quoted, p.wasQuoted, p.quoteLine = true, true, p.line
	case r == p.separator:
		p.endField()
	case r == '\n' || r == '\r':
		p.skip = r == '\r' && next == '\n'
		p.endRecord()
		p.line++
		p.current.line = p.line
	default:
		p.field.WriteRune(r)
	}
}

func (p *csvParser) endField() {
	p.current.fields = append(p.current.fields, p.field.String())
	p.field.Reset()
	p.wasQuoted = false
}

func (p *csvParser) endRecord() {
	empty := len(p.current.fields) == 0 && p.field.Len() == 0 && !p.wasQuoted
	p.endField()
	if !empty {
		p.records = append(p.records, p.current)
	}
	p.current = record{line: p.line}
}

// csvWriter writes what spreadsheets everywhere read: UTF-8 with a byte order
// mark, commas, CRLF, and no cell that a spreadsheet would run as a formula.
type csvWriter struct{ b *bufio.Writer }

// newCSV begins a file; failed writes show at close.
func newCSV(w io.Writer, header ...string) *csvWriter {
	c := &csvWriter{b: bufio.NewWriter(w)}
	_, _ = c.b.WriteString("\ufeff")
	c.row(header...)
	return c
}

func (c *csvWriter) row(fields ...string) {
	for i, f := range fields {
		if i > 0 {
			_ = c.b.WriteByte(',')
		}
		f = guard(f)
		if strings.ContainsAny(f, "\",\r\n\t;|") || f == "" && len(fields) == 1 || f != strings.TrimSpace(f) {
			f = `"` + strings.ReplaceAll(f, `"`, `""`) + `"`
		}
		_, _ = c.b.WriteString(f)
	}
	_, _ = c.b.WriteString("\r\n")
}

func (c *csvWriter) close() error {
	if err := c.b.Flush(); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	return nil
}

// guard puts an apostrophe before a cell that a spreadsheet would read as a
// formula, and before one that only looks guarded, so that unguard gives back
// exactly what was there.
func guard(s string) string {
	if risky(s) {
		return "'" + s
	}
	return s
}

func unguard(s string) string {
	if strings.HasPrefix(s, "'") && risky(s) {
		return s[1:]
	}
	return s
}

// risky tells whether s begins, after any apostrophes, like a formula.
func risky(s string) bool {
	s = strings.TrimLeft(s, "'")
	return s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0]))
}
