package main

import (
	"fmt"
	"io"
	"time"

	"latchkey/store"
	"latchkey/ui/encoder"
	"latchkey/ui/words"
)

// oneTap is a tap as the commands print it.
type oneTap struct {
	At   time.Time `json:"at"`
	Port string    `json:"port"`
	// Several: more than one tag lies on the reader, and none was read.
	Several bool   `json:"several,omitempty"`
	Problem string `json:"problem,omitempty"` // why nothing was read

	UID string `json:"uid,omitempty"`
	// Text is what the reader wrote, where it writes text; Guess says that it
	// can be read as more than one UID.
	Text     string            `json:"text,omitempty"`
	Guess    bool              `json:"guess,omitempty"`
	Band     string            `json:"band,omitempty"`   // 13.56 MHz or 125 kHz, where the reader tells
	Random   string            `json:"random,omitempty"` // whether the tag makes up a UID at each tap: no, perhaps or yes
	Variants *encoder.Variants `json:"variants,omitempty"`
}

func tapAs(e encoder.Event, port string, at time.Time) oneTap {
	t := oneTap{At: at, Port: port, Several: e.Several}
	if e.Err != nil {
		t.Problem = words.Sentence(store.Sentence{Text: encoder.Sentence(e.Err)})
	}
	if e.Err != nil || e.Several {
		return t
	}
	v := e.Tag.UID.Variants()
	t.UID, t.Variants, t.Text, t.Guess = v.Hex, &v, e.Tag.Text, e.Tag.Guess
	t.Band = map[encoder.Tech]string{encoder.HF: "13.56 MHz", encoder.LF: "125 kHz"}[e.Tag.Tech]
	t.Random = map[encoder.Answer]string{encoder.No: "no", encoder.Perhaps: "perhaps", encoder.Yes: "yes"}[e.Tag.Random()]
	return t
}

// short prints a tap in one line.
func (t oneTap) short(w io.Writer) {
	at := t.At.Format(time.TimeOnly)
	switch {
	case t.Several:
		line(w, "{{.At}} Several tags lie on the reader. Tap one at a time.", "At", at)
	case t.Problem != "":
		fmt.Fprintln(w, at, t.Problem)
	case t.Band != "":
		fmt.Fprintf(w, "%s %s (%s)\n", at, t.UID, t.Band)
	default:
		fmt.Fprintln(w, at, t.UID)
	}
}

// long prints all that is known of a tag.
func (t oneTap) long(w io.Writer) {
	if t.Several || t.Problem != "" {
		t.short(w)
		return
	}
	if t.Band == "" {
		line(w, "Tag {{.UID}}", "UID", t.UID)
	} else {
		line(w, "Tag {{.UID}} ({{.Band}})", "UID", t.UID, "Band", t.Band)
	}
	v := t.Variants
	line(w, "  last byte first: {{.Number}}", "Number", v.Reversed)
	line(w, "  as a decimal number: {{.Number}}", "Number", v.Decimal)
	line(w, "  as a decimal number, last byte first: {{.Number}}", "Number", v.DecimalReversed)
	if v.Cascade != "" {
		line(w, "  as a decimal number, by a reader that knows four bytes only: {{.Number}} or {{.Other}}", "Number", v.Cascade, "Other", v.CascadeReversed)
	}
	if v.Printed != "" {
		line(w, "  as it is printed on fobs: {{.Number}}", "Number", v.Printed)
	}
	if v.Wiegand != "" {
		line(w, "  as facility and number: {{.Number}}", "Number", v.Wiegand)
	}
	if t.Guess {
		line(w, "The reader wrote “{{.Text}}”, which can be read in more than one way. Set it to hexadecimal digits.", "Text", t.Text)
	}
	switch t.Random {
	case "yes":
		line(w, "It makes up another UID at each tap, as phones and bank cards do: it can't be known again. Use a fob.")
	case "perhaps":
		line(w, "It may make up another UID at each tap: tap it again, and look whether the UID is the same.")
	}
}
