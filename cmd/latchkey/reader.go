package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"latchkey/store"
	"latchkey/ui/encoder"
)

func newReader(o *options) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "reader",
		Short: "Find, try and emulate USB tag readers",
		Long: `Find, try and emulate USB tag readers. These commands open no data file, and
change nothing that the window remembers of its reader. The window must not be
reading from the same port.`,
	}
	list := &cobra.Command{
		Use: "list", Short: "Show the USB ports, and which are used as a tag reader", Args: cobra.NoArgs,
		Long: `Show the USB serial ports of this computer, what is known of each, and why it is
or is not used as a tag reader; and readers without a port, which type like a
keyboard or speak PC/SC (not on macOS). None is opened.`,
		RunE: func(cmd *cobra.Command, _ []string) error { return listReaders(cmd, *o) },
	}
	cmd.AddCommand(list, newReaderTest(o), newReaderWatch(o), newReaderEmulate(o))
	return cmd
}

// onePort is a port as “reader list” prints it.
type onePort struct {
	Port    string `json:"port,omitempty"` // none: a reader without one
	Name    string `json:"name"`
	Vendor  string `json:"vendor,omitempty"`
	Product string `json:"product,omitempty"`
	Serial  string `json:"serial,omitempty"`
	Says    string `json:"description,omitempty"` // what the device says of itself
	// What is reader, bridge, keyboard, card or unknown. Only a reader is used
	// before somebody says that it is one.
	What string `json:"what"`
}

func listReaders(cmd *cobra.Command, o options) error {
	ports, err := encoder.SystemPorts().List(cmd.Context())
	if err != nil {
		return readerProblem(err)
	}
	list := portsAs(ports)
	if p, can := encoder.SystemPorts().(encoder.Portless); can {
		list = append(list, portlessAs(p.Portless(cmd.Context()))...)
	}
	return o.print(cmd.OutOrStdout(), list, func(w io.Writer) {
		if len(list) == 0 {
			line(w, "There is no USB serial port. A tag reader that types like a keyboard has none, and needs none.")
		}
		for _, p := range list {
			p.write(w)
		}
	})
}

func portsAs(ports []encoder.PortInfo) []onePort {
	list := []onePort{}
	for _, p := range ports {
		list = append(list, onePort{Port: p.Name, Name: p.Title(), Vendor: p.Vendor, Product: p.Product, Serial: p.Serial, Says: p.Description, What: whatIs(p)})
	}
	slices.SortFunc(list, func(a, b onePort) int { return cmp.Compare(a.Port, b.Port) })
	return list
}

// portlessAs are readers without a port.
func portlessAs(devices []encoder.Device) []onePort {
	var list []onePort
	for _, d := range devices {
		list = append(list, onePort{Name: d.Name, Vendor: fmt.Sprintf("%04x", d.Vendor), Product: fmt.Sprintf("%04x", d.Product), What: manners[d.Manner]})
	}
	return list
}

var manners = map[encoder.Manner]string{
	encoder.SerialReader: "reader", encoder.SerialBridge: "bridge", encoder.KeyboardReader: "keyboard", encoder.CardReader: "card",
}

func whatIs(p encoder.PortInfo) string {
	d, ok := p.Device()
	if !ok {
		return "unknown"
	}
	return manners[d.Manner]
}

func (p onePort) write(w io.Writer) {
	args := []string{"Port", p.Port, "Name", p.Name, "USB", p.Vendor + ":" + p.Product, "Serial", p.Serial}
	switch {
	case p.Port == "":
		line(w, "{{.Name}} (USB {{.USB}})", args...)
	case p.Vendor == "":
		line(w, "{{.Port}}: {{.Name}}", args...)
	case p.Serial == "":
		line(w, "{{.Port}}: {{.Name}} (USB {{.USB}}, no serial number)", args...)
	default:
		line(w, "{{.Port}}: {{.Name}} (USB {{.USB}}, serial number {{.Serial}})", args...)
	}
	fmt.Fprint(w, "  ")
	switch p.What {
	case "reader":
		line(w, "A tag reader, which is used by itself.")
	case "bridge":
		line(w, "A bridge or a board, behind which may be a tag reader or anything else. Nothing is sent to it before you say that it is the reader: “latchkey reader test {{.Port}}”.", args...)
	case "keyboard":
		line(w, "A reader that types like a keyboard: put the cursor into a tag field of the window, and tap.")
	case "card":
		line(w, "A PC/SC reader, which Latchkey can't use. Set it to type like a keyboard, if it can.")
	default:
		line(w, "Nothing is known of it. Nothing is sent to it before you say that it is the reader: “latchkey reader test {{.Port}}”.", args...)
	}
}

// station is a Station for a command, with what it tells in channels. Its
// goroutine ends with the context.
type station struct {
	*encoder.Station
	changed chan encoder.Status
	tapped  chan encoder.Event
}

// startStation starts one, on a port where the command line names it: that
// counts as saying that it is the reader.
func startStation(ctx context.Context, port string) (*station, error) {
	s := &station{changed: make(chan encoder.Status), tapped: make(chan encoder.Event)}
	s.Station = encoder.NewStation(encoder.Config{
		Ports:   encoder.SystemPorts(),
		Changed: func(now encoder.Status) { give(ctx, s.changed, now) },
		Tapped:  func(e encoder.Event) { give(ctx, s.tapped, e) },
	})
	if port != "" {
		info := encoder.PortInfo{Name: port}
		list, err := encoder.SystemPorts().List(ctx)
		if err != nil {
			return nil, readerProblem(err)
		}
		for _, p := range list {
			if p.Name == port {
				info = p
			}
		}
		s.Use(info)
	}
	go s.Run(ctx)
	return s, nil
}

func give[T any](ctx context.Context, to chan<- T, v T) {
	select {
	case to <- v:
	case <-ctx.Done():
	}
}

// portArg is the port on the command line, or "".
func portArg(args []string) string {
	if len(args) == 0 {
		return ""
	}
	return args[0]
}

// readerProblem makes an error of the tag reader one that is shown in the
// language that was chosen.
func readerProblem(err error) error {
	code := store.CodeMissing
	if errors.Is(err, encoder.ErrBusy) {
		code = store.CodeBusy
	}
	return &store.Problem{Code: code, Text: encoder.Sentence(err), Err: err}
}
