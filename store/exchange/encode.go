package exchange

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"
)

// Encode writes f with one entry to a line, so that two exports can be
// compared line by line.
func Encode(w io.Writer, f *File) error {
	b := bufio.NewWriter(w)
	v := reflect.ValueOf(*f)
	before := "{\n"
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if name == "$schema" && f.Schema == "" {
			continue
		}
		if err := encodeSection(b, before, name, v.Field(i)); err != nil {
			return err
		}
		before = ",\n"
	}
	if _, err := b.WriteString("\n}\n"); err != nil {
		return fmt.Errorf("write space file: %w", err)
	}
	if err := b.Flush(); err != nil {
		return fmt.Errorf("write space file: %w", err)
	}
	return nil
}

func encodeSection(b *bufio.Writer, before, name string, v reflect.Value) error {
	_, _ = fmt.Fprintf(b, "%s  %q: ", before, name) // a failed write shows at Flush
	if v.Kind() != reflect.Slice {
		return encodeLine(b, v.Interface())
	}
	if v.Len() == 0 {
		_, _ = b.WriteString("[]")
		return nil
	}
	for i := range v.Len() {
		open := ",\n    "
		if i == 0 {
			open = "[\n    "
		}
		_, _ = b.WriteString(open)
		if err := encodeLine(b, v.Index(i).Interface()); err != nil {
			return err
		}
	}
	_, _ = b.WriteString("\n  ]")
	return nil
}

func encodeLine(b *bufio.Writer, v any) error {
	var line bytes.Buffer
	e := json.NewEncoder(&line)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("write space file: %w", err)
	}
	space(b, bytes.TrimSuffix(line.Bytes(), []byte("\n")))
	return nil
}

// space writes compact JSON with a blank after each comma and colon, as
// people write it.
func space(b *bufio.Writer, compact []byte) {
	quoted, escaped := false, false
	for _, c := range compact {
		_ = b.WriteByte(c)
		switch {
		case escaped:
			escaped = false
		case c == '\\':
			escaped = true
		case c == '"':
			quoted = !quoted
		case !quoted && (c == ',' || c == ':'):
			_ = b.WriteByte(' ')
		}
	}
}
