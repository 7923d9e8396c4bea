package main

import (
	"context"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"latchkey/store"
	"latchkey/ui/encoder"
)

// probing is how long a reader may take to be found and asked what it is.
const probing = 12 * time.Second

// tried is what “reader test” found, as it prints it.
type tried struct {
	Port   string  `json:"port"`
	Name   string  `json:"name"`
	Family string  `json:"family"` // twn4, pn532, rfideas, stronglink, em4100 or lines; push: one of the last two
	Note   string  `json:"note,omitempty"`
	Tap    *oneTap `json:"tap"`
}

func newReaderTest(o *options) *cobra.Command {
	wait := 30 * time.Second
	cmd := &cobra.Command{
		Use: "test [PORT]", Short: "Try a tag reader: ask what it is, and read one tag", Args: cobra.MaximumNArgs(1),
		Long: `Try a tag reader: find out what it is, wait for one tap, and print the UID of
the tag in every way in which lists and fobs write it.

Without PORT only a device is asked that is known to be a tag reader. Naming a
PORT says that it is the tag reader: questions are then sent to it in the
languages of several makers, which another device may misunderstand.`,
		Example: `  latchkey reader test
  latchkey reader test /dev/ttyUSB0
  latchkey reader test COM3`,
		RunE: func(cmd *cobra.Command, args []string) error { return testReader(cmd, *o, portArg(args), wait) },
	}
	cmd.Flags().DurationVar(&wait, "wait", wait, "how long to wait for a tap")
	return cmd
}

func testReader(cmd *cobra.Command, o options, port string, wait time.Duration) error {
	ctx, cancel := context.WithCancel(cmd.Context())
	defer cancel()
	s, err := startStation(ctx, port)
	if err != nil {
		return err
	}
	now, err := s.ready(ctx, port)
	if err != nil {
		return err
	}
	out := tried{Port: now.Port, Name: now.Name}
	plain := cmd.OutOrStdout()
	if o.json {
		plain = io.Discard
	}
	line(plain, "{{.Name}} at {{.Port}} ({{.Family}}).", "Name", now.Name, "Port", now.Port, "Family", now.Family.String())
	line(plain, "Tap a tag.")
	tap, err := s.tap(ctx, now.Port, wait)
	if err != nil {
		return err
	}
	now = s.Status() // the tap may have told which family it is
	family, err := now.Family.MarshalText()
	if err != nil {
		return err
	}
	out.Family, out.Tap = string(family), &tap
	if now.Err != nil {
		out.Note = encoder.Sentence(now.Err)
	}
	return o.print(cmd.OutOrStdout(), out, func(w io.Writer) {
		tap.long(w)
		if out.Note != "" {
			line(w, out.Note)
		}
	})
}

// ready waits until the reader is, or says why it will not be.
func (s *station) ready(ctx context.Context, port string) (encoder.Status, error) {
	ctx, cancel := context.WithTimeout(ctx, probing)
	defer cancel()
	for {
		select {
		case now := <-s.changed:
			switch now.State {
			case encoder.Ready:
				return now, nil
			case encoder.Trouble:
				return now, readerProblem(now.Err)
			case encoder.Ask:
				return now, &store.Problem{Code: store.CodeInvalid, Text: "No port is known to be that of a tag reader. Name one: {{.Ports}}.",
					Args: map[string]any{"Ports": portNames(now.Choices)}}
			}
			if port == "" && now.State == encoder.Looking {
				return now, &store.Problem{Code: store.CodeMissing, Text: "No tag reader is plugged in. One that types like a keyboard has no port, and can't be tried here."}
			}
		case <-ctx.Done():
			return encoder.Status{}, readerProblem(encoder.ErrNoPort)
		}
		if port != "" && s.Status().State == encoder.Looking {
			return encoder.Status{}, readerProblem(encoder.ErrNoPort)
		}
	}
}

func portNames(ports []encoder.PortInfo) string {
	var names []string
	for _, p := range portsAs(ports) {
		names = append(names, p.Port)
	}
	return strings.Join(names, ", ")
}

// tap waits for the next tap.
func (s *station) tap(ctx context.Context, port string, wait time.Duration) (oneTap, error) {
	limit, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	for {
		select {
		case e := <-s.tapped:
			return tapAs(e, port, time.Now()), nil
		case now := <-s.changed:
			if now.State != encoder.Ready {
				return oneTap{}, readerProblem(encoder.ErrGone)
			}
		case <-limit.Done():
			if ctx.Err() != nil {
				return oneTap{}, exitCode(exitError) // Ctrl+C
			}
			return oneTap{}, &store.Problem{Code: store.CodeMissing, Text: "No tag was read for {{.Seconds}} seconds. Tap a tag and try again; if nothing comes, the reader is set to another mode.",
				Args: map[string]any{"Seconds": strconv.Itoa(int(wait.Seconds()))}}
		}
	}
}

func newReaderWatch(o *options) *cobra.Command {
	return &cobra.Command{
		Use: "watch [PORT]", Short: "Print each tap until Ctrl+C", Args: cobra.MaximumNArgs(1),
		Long: `Print a line for each tap until Ctrl+C; with --json an object for each, on a line
of its own. How it stands with the reader is said beside that, on standard
error. The reader may be unplugged and plugged in again. Naming a PORT says that
it is the tag reader, as for “latchkey reader test”.`,
		RunE: func(cmd *cobra.Command, args []string) error { return watchReader(cmd, *o, portArg(args)) },
	}
}

func watchReader(cmd *cobra.Command, o options, port string) error {
	ctx := cmd.Context()
	s, err := startStation(ctx, port)
	if err != nil {
		return err
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case now := <-s.changed:
			writeStatus(cmd.ErrOrStderr(), now)
		case e := <-s.tapped:
			tap := tapAs(e, s.Status().Port, time.Now())
			if !o.json {
				tap.short(cmd.OutOrStdout())
			} else if err := json.NewEncoder(cmd.OutOrStdout()).Encode(tap); err != nil {
				return err
			}
		}
	}
}

// writeStatus says how it stands with the reader.
func writeStatus(w io.Writer, now encoder.Status) {
	args := []string{"Name", now.Name, "Port", now.Port, "Ports", portNames(now.Choices)}
	switch now.State {
	case encoder.Looking:
		line(w, "No tag reader is plugged in.")
	case encoder.Ask:
		line(w, "No port is known to be that of a tag reader. Name one: {{.Ports}}.", args...)
	case encoder.Ready:
		line(w, "{{.Name}} at {{.Port}} is ready.", args...)
	case encoder.Gone:
		line(w, "{{.Name}} at {{.Port}} was unplugged.", args...)
	case encoder.Opening, encoder.Trouble:
	}
	if now.Err != nil {
		line(w, encoder.Sentence(now.Err))
	}
}
