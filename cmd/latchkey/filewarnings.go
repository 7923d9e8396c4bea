package main

import (
	"errors"
	"fmt"

	"latchkey/store"
	"latchkey/ui/doors"
)

// warnings is what is wrong with the file, for the list of what is wrong.
func (f *fileDesk) warnings() []doors.Warning {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []doors.Warning
	if f.broken != nil {
		title := "The file cannot be trusted"
		if store.CodeOf(f.broken) == store.CodeDamaged {
			title = "The file is damaged"
		}
		out = append(out, doors.Warning{Code: "file", Severity: doors.High, Title: store.Sentence{Text: title}, Text: sentenceOf(f.broken), Since: f.since[0]})
	}
	if f.failed != nil {
		out = append(out, doors.Warning{Code: "backup", Severity: doors.Medium, Title: store.Sentence{Text: "No backup was made"}, Text: sentenceOf(f.failed), Since: f.since[1]})
	}
	return out
}

// sentenceOf is an error as a sentence that is translated where it is shown.
func sentenceOf(err error) store.Sentence {
	var p *store.Problem
	if !errors.As(err, &p) {
		return store.Sentence{Text: "That did not work: {{.Why}}. Try again; if it keeps happening, the log says more.", Args: map[string]string{"Why": err.Error()}}
	}
	s := store.Sentence{Text: p.Text, Args: make(map[string]string, len(p.Args))}
	for name, value := range p.Args {
		s.Args[name] = fmt.Sprint(value)
	}
	return s
}
