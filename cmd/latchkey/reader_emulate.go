package main

import (
	"bufio"
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"latchkey/store"
	"latchkey/ui/encoder"
	"latchkey/ui/encoder/emulate"
)

// A tap of an emulated tag: long enough for a reader that is asked five times a
// second, and a pause that makes the next one another tap.
const (
	tapLasts = 500 * time.Millisecond
	tapPause = 800 * time.Millisecond
)

func newReaderEmulate(o *options) *cobra.Command {
	var fobs []string
	cmd := &cobra.Command{
		Use: "emulate KIND", Short: "Be a tag reader, to try without hardware (Linux and macOS)", Args: cobra.ExactArgs(1), ValidArgs: readerKinds(),
		Long: `Be a tag reader on a serial port that is made up, to try the program without
hardware. The name of the port comes first; hand it to “latchkey reader test” or
“watch”. Each line that is typed is the UID of a tag, in hexadecimal digits,
which is tapped. It ends with the input, or with Ctrl+C.

KIND is one of ` + strings.Join(readerKinds(), ", ") + `.`,
		Example: `  latchkey reader emulate twn4
  latchkey reader emulate pn532 --fob 04A23C5A9E6180 --fob 66CF4DC2`,
		RunE: func(cmd *cobra.Command, args []string) error { return emulateReader(cmd, *o, args[0], fobs) },
	}
	cmd.Flags().StringArrayVar(&fobs, "fob", nil, "UID of a tag that lies on the reader (may be given several times)")
	return cmd
}

func readerKinds() []string {
	var names []string
	for _, k := range emulate.Kinds() {
		names = append(names, string(k))
	}
	return names
}

func emulateReader(cmd *cobra.Command, o options, kind string, fobs []string) error {
	ctx, cancel := context.WithCancel(cmd.Context())
	defer cancel()
	if !slices.Contains(readerKinds(), kind) {
		return &store.Problem{Code: store.CodeInvalid, Text: "“{{.Kind}}” is no kind of tag reader. There are: {{.Kinds}}.",
			Args: map[string]any{"Kind": kind, "Kinds": strings.Join(readerKinds(), ", ")}}
	}
	pty, err := emulate.OpenPty()
	if err != nil {
		return &store.Problem{Code: store.CodeMissing, Text: string(emulate.ErrNoPty), Err: err}
	}
	r, err := emulate.New(emulate.Kind(kind), pty, emulate.Options{})
	if err != nil {
		return err
	}
	lying, err := uidsOf(r, fobs)
	if err != nil {
		return err
	}
	served := make(chan error, 1)
	go func() { served <- r.Serve(ctx) }()
	err = o.print(cmd.OutOrStdout(), map[string]string{"port": pty.Name(), "kind": kind}, func(w io.Writer) {
		line(w, "The tag reader is at {{.Port}}.", "Port", pty.Name())
	})
	if err == nil {
		err = tapTyped(ctx, cmd, r, lying)
	}
	cancel()
	if ended := <-served; err == nil {
		err = ended
	}
	return err
}

func uidsOf(r *emulate.Reader, texts []string) ([]encoder.UID, error) {
	var out []encoder.UID
	for _, text := range texts {
		u, err := uidOf(r, text)
		if err != nil {
			return nil, err
		}
		out = append(out, u)
	}
	return out, nil
}

// uidOf reads hexadecimal digits, with or without separators.
func uidOf(r *emulate.Reader, text string) (encoder.UID, error) {
	u, err := hex.DecodeString(strings.NewReplacer(" ", "", ":", "", "-", "").Replace(text))
	switch {
	case err != nil || len(u) < 4 || len(u) > 10:
		return nil, &store.Problem{Code: store.CodeInvalid, Text: "“{{.Text}}” is not the UID of a tag. Write hexadecimal digits, like 04A23C5A9E6180.",
			Args: map[string]any{"Text": text}}
	case !r.Reads(u):
		return nil, &store.Problem{Code: store.CodeInvalid, Text: "This kind of tag reader knows no tags like {{.UID}}. A UID has 4, 7 or 10 bytes at 13.56 MHz, and 5 at 125 kHz.",
			Args: map[string]any{"UID": encoder.UID(u).String()}}
	}
	return u, nil
}

// tapTyped taps what is typed, one after the other, until the input ends.
func tapTyped(ctx context.Context, cmd *cobra.Command, r *emulate.Reader, lying []encoder.UID) error {
	typed := make(chan string)
	go func() {
		defer close(typed)
		in := bufio.NewScanner(cmd.InOrStdin())
		for in.Scan() {
			give(ctx, typed, strings.TrimSpace(in.Text()))
		}
	}()
	// Not in this goroutine: it waits while nobody has the port open.
	put := func(fobs ...encoder.UID) { go func() { _ = r.Put(ctx, fobs...) }() }
	put(lying...)
	for {
		var text string
		var more bool
		select {
		case <-ctx.Done():
			return nil
		case text, more = <-typed:
		}
		switch {
		case !more:
			return nil
		case text == "":
			continue
		}
		u, err := uidOf(r, text)
		if err != nil {
			fmt.Fprintln(cmd.ErrOrStderr(), problemText(err))
			continue
		}
		put(u)
		pause(ctx, tapLasts)
		if len(lying) > 0 {
			put(lying...)
		} else {
			r.Take()
		}
		pause(ctx, tapPause)
	}
}

func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
