package widgets

import (
	"errors"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"latchkey/store"
	"latchkey/ui/words"
)

// ProblemText returns the sentence to show for an error, in the language of
// the desk. The cause stays in the error, for the log.
func ProblemText(err error) string {
	if err == nil {
		return ""
	}
	var p *store.Problem
	if errors.As(err, &p) {
		return sentence(p)
	}
	return lang.L("That did not work: {{.Why}}. Try again; if it keeps happening, the log says more.",
		map[string]any{"Why": err.Error()})
}

func sentence(p *store.Problem) string {
	args := make(map[string]string, len(p.Args))
	for name, value := range p.Args {
		args[name] = fmt.Sprint(value)
	}
	return words.Sentence(store.Sentence{Text: p.Text, Args: args})
}

// problems lists every Problem in err, also where several were joined, and
// whether there was anything else.
func problems(err error) (found []*store.Problem, other error) {
	var joined interface{ Unwrap() []error }
	if errors.As(err, &joined) {
		for _, e := range joined.Unwrap() {
			more, rest := problems(e)
			found = append(found, more...)
			other = errors.Join(other, rest)
		}
		return found, other
	}
	var p *store.Problem
	if errors.As(err, &p) {
		return []*store.Problem{p}, nil
	}
	return nil, err
}

// ShowProblem shows the sentence of an error, with OK to close it.
func ShowProblem(win fyne.Window, err error) {
	if err == nil {
		return
	}
	ask(win, question{
		kind:     Bad,
		title:    lang.L("That did not work"),
		sentence: ProblemText(err),
		yes:      lang.L("OK"),
	})
}
