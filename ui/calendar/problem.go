package calendar

import (
	"errors"
	"fmt"

	"latchkey/store"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// readable is the sentence of an error, with its times as people write them.
func readable(err error) string { return widgets.ProblemText(withTimes(err)) }

// withTimes returns err with the readings in its problem written as people
// write them.
func withTimes(err error) error {
	var p *store.Problem
	if !errors.As(err, &p) || len(p.Args) == 0 {
		return err
	}
	out := *p
	out.Err = err
	out.Args = make(map[string]any, len(p.Args))
	for name, value := range p.Args {
		out.Args[name] = value
		if text, ok := plain(value); ok {
			out.Args[name] = words.Value(name, text)
		}
	}
	return &out
}

func plain(value any) (string, bool) {
	switch v := value.(type) {
	case string:
		return v, true
	case store.LocalTime, store.Date:
		return fmt.Sprint(v), true
	}
	return "", false
}
