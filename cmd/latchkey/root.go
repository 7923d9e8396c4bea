package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"latchkey/store"
	"latchkey/ui/widgets"
	"latchkey/ui/words"
)

// options are the flags that every subcommand has.
type options struct {
	data  string
	lang  string
	space string
	json  bool

	verbose bool // every request goes into the log
}

func newRoot() *cobra.Command {
	var o options
	var w windowOptions
	root := &cobra.Command{
		Use:   "latchkey",
		Short: "The front desk of a small shared space, with SALTO KS doors that follow",
		Long: `Latchkey keeps plans, members, rooms, bookings and key fobs in one file on
this computer, and makes SALTO KS open exactly the right doors for the right
people at the right times.

Without a subcommand it opens its window. The subcommands do the same work
without one, for scripts and support.`,
		Args:          cobra.NoArgs,
		Version:       version(),
		SilenceUsage:  true,
		SilenceErrors: true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			if !cmd.HasParent() {
				return nil // the window may have a language of its own
			}
			return setLanguage(o.lang)
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			return openWindow(cmd.Context(), o, w)
		},
	}
	flags := root.PersistentFlags()
	flags.StringVar(&o.data, "data", "", "folder of the data file (default: "+defaultData()+")")
	flags.StringVar(&o.lang, "lang", "", "language, en or fr (default: that of the computer)")
	flags.StringVar(&o.space, "space", "", "name or key of the space, where the file has several")
	flags.BoolVar(&o.json, "json", false, "print JSON instead of plain text")
	flags.BoolVar(&o.verbose, "verbose", false, "write every request to SALTO KS into the log, "+logName+" in the data folder")
	root.Flags().BoolVar(&w.demo, "demo", false, "open the sample space, with a simulated SALTO KS inside the program")
	root.Flags().StringVar(&w.simAddr, "sim-listen", "127.0.0.1:0", "with --demo: address of the simulated SALTO KS")
	root.Flags().StringVar(&w.reader, "reader", "", "port of the tag reader, such as COM4 or /dev/ttyUSB0, where it is not found by itself")
	root.Flags().BoolVar(&w.hidden, "background", false, "open no window but an icon beside the clock, for a start with the computer; where there is no place for icons, the window")
	root.AddCommand(newDemo(&o), newConnect(&o), newPlan(&o), newAgree(&o), newDrift(&o), newSync(&o), newBlock(&o), newUnblock(&o), newPasses(&o), newReader(&o), newExplain(&o), newLog(&o), newImport(&o), newExport(&o),
		newBackup(&o), newRestore(&o), newCheck(&o), newDoctor(&o))
	return root
}

// defaultData is the folder for the data of the person who is logged in.
func defaultData() string {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "Latchkey"
	}
	return filepath.Join(dir, "Latchkey")
}

func (o options) folder() string {
	if o.data != "" {
		return o.data
	}
	return defaultData()
}

func (o options) file() string { return filepath.Join(o.folder(), "latchkey.db") }

// print writes v as JSON, or calls plain for text.
func (o options) print(w io.Writer, v any, plain func(io.Writer)) error {
	if !o.json {
		plain(w)
		return nil
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// line prints a sentence in the language that was chosen, with what fills it.
func line(w io.Writer, text string, args ...string) {
	fmt.Fprintln(w, words.Sentence(sentence(text, args...)))
}

// problemText is an error as a sentence in the language that was chosen.
func problemText(err error) string {
	if store.CodeOf(err) == "" {
		return fmt.Sprintf("latchkey: %v", err) // of the command line, or of the machine
	}
	return widgets.ProblemText(err)
}
