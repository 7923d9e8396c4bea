package store

import (
	"bytes"
	"errors"
	"text/template"
)

// Code tells a program, not a person, what kind of problem it met.
type Code string

// The codes a Problem can carry.
const (
	CodeInvalid  Code = "invalid"   // a value that a rule of the row refuses
	CodeMissing  Code = "missing"   // the thing asked for does not exist (any more)
	CodeConflict Code = "conflict"  // it clashes with something that exists
	CodeChanged  Code = "changed"   // somebody changed it in the meantime
	CodeNewer    Code = "newer"     // the file belongs to a newer Latchkey
	CodeFile     Code = "file"      // the file cannot be read or written
	CodeDamaged  Code = "damaged"   // what the file holds is not what was written
	CodeGone     Code = "gone"      // the open file was taken away or replaced
	CodeBusy     Code = "busy"      // another Latchkey has the file open
	CodeSignIn   Code = "sign-in"   // SALTO KS wants a new sign-in
	CodeRefused  Code = "refused"   // SALTO KS said no, and will say so again
	CodeOffline  Code = "offline"   // SALTO KS cannot be reached; trying again helps
	CodeUnknown  Code = "unknown"   // a request was sent and its outcome is not known
	CodeUnusable Code = "unusable"  // an answer of SALTO KS that makes no sense
	CodeLimited  Code = "limited"   // SALTO KS asked us to slow down
	CodeForbid   Code = "forbidden" // the account lacks the role
)

// Problem is an error that a person at the desk can read and act on.
//
// Text is an English sentence, with {{.Name}} for the values in Args, and is
// at the same time the key under which the catalogue holds its translations:
// whoever shows it in another language looks up Text and fills in Args.
// Err is the cause, kept for the log and never shown.
type Problem struct {
	Code  Code
	Field string // the field of the form that it is about, or empty
	Text  string
	Args  map[string]any
	Err   error
}

// Error returns the sentence in English, without the cause.
func (p *Problem) Error() string { return Fill(p.Text, p.Args) }

// Unwrap returns the cause.
func (p *Problem) Unwrap() error { return p.Err }

// Fill puts args into a sentence with {{.Name}} marks. A sentence that is not
// a template comes back as it is.
func Fill(text string, args map[string]any) string {
	t, err := template.New("").Option("missingkey=zero").Parse(text)
	if err != nil {
		return text
	}
	var b bytes.Buffer
	if t.Execute(&b, args) != nil {
		return text
	}
	return b.String()
}

// CodeOf returns the code of the first Problem in err's chain, or "".
func CodeOf(err error) Code {
	var p *Problem
	if errors.As(err, &p) {
		return p.Code
	}
	return ""
}

func invalid(field, text string, args ...any) *Problem {
	return &Problem{Code: CodeInvalid, Field: field, Text: text, Args: pairs(args)}
}

func pairs(args []any) map[string]any {
	m := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		m[args[i].(string)] = args[i+1]
	}
	return m
}
