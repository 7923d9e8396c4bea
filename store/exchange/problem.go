package exchange

import (
	"errors"
	"strconv"

	"latchkey/store"
)

func invalid(field, text string, args ...any) *store.Problem {
	m := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		name, _ := args[i].(string)
		m[name] = args[i+1]
	}
	return &store.Problem{Code: store.CodeInvalid, Field: field, Text: text, Args: m}
}

// entry names one entry of a space file as its author would find it.
type entry struct {
	section string
	index   int // from 0; -1: the section is one object
	name    string
}

// String reads `people, entry 4 “Léa Martin”`.
func (e entry) String() string {
	s := e.section
	if e.index >= 0 {
		s += ", entry " + strconv.Itoa(e.index+1)
	}
	if e.name != "" {
		s += " “" + e.name + "”"
	}
	return s
}

// wrap says which entry err is about. A cause that is no sentence for people
// (a disk error, a cancelled context) is passed on as it is.
func (e entry) wrap(err error) error {
	var p *store.Problem
	if err == nil || !errors.As(err, &p) {
		return err
	}
	return &store.Problem{
		Code: p.Code, Field: p.Field,
		Text: "{{.Entry}}: {{.Reason}} Nothing was imported.",
		Args: map[string]any{"Entry": e.String(), "Reason": p.Error()},
		Err:  err,
	}
}
