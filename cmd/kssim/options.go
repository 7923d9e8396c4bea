package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"time"

	"latchkey/sync/kssim"
)

const usage = `kssim runs a simulated SALTO KS: identity, Connect API and doors on one port.
Without --site it holds the sample site "Maison Nord".

Usage: kssim [flags]

`

// options are the command line.
type options struct {
	listen string
	site   string     // file, or empty for the sample site
	state  string     // file, or empty for none
	seats  int        // 0: as the site says
	retain int        // days; 0: as the site says
	past   kssim.Past // no days: nobody comes and goes
	config kssim.Config
	faults faultOptions
	tls    tlsOptions
}

// parse reads the command line. Help goes to out, and flag.ErrHelp comes back.
func parse(args []string, out io.Writer) (options, error) {
	opts := options{config: kssim.Config{ClientID: "latchkey-sample"}}
	flags := flag.NewFlagSet("kssim", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&opts.listen, "listen", "127.0.0.1:7310", "`address` to listen on; of this machine only")
	flags.StringVar(&opts.site, "site", "", "`file` (JSON) with the definition of the site")
	flags.StringVar(&opts.state, "state", "", "`file` that keeps everything over a restart; written after each change")
	flags.IntVar(&opts.seats, "seats", 0, "`number` of seats, in place of what the site says")
	flags.IntVar(&opts.retain, "retention-days", 0, "`number` of days for which entries are kept, in place of what the site says or else 90")
	flags.IntVar(&opts.past.Days, "past-days", 0, "have people come and go at the doors, from this `number` of days ago on: once they were\nsent here and no change came for 20 s")
	flags.Uint64Var(&opts.past.Seed, "past-seed", 0, "`number` that decides who comes when; the same one, the same days")
	registerReadings(flags, &opts.config.Readings)
	flags.StringVar(&opts.config.ClientID, "client-id", opts.config.ClientID, "`id` of the client that may ask for sign-ins")
	flags.StringVar(&opts.config.ClientSecret, "client-secret", "", "`secret` that the client has to prove itself with; none by default. It protects nothing: write no real one here")
	flags.DurationVar(&opts.config.TokenLife, "token-life", time.Hour, "`duration` for which an access token is good")
	opts.faults.register(flags)
	opts.tls.register(flags)
	err := flags.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		return opts, errors.Join(err, help(flags, out))
	}
	if err != nil {
		return opts, fmt.Errorf("%w; see kssim --help", err)
	}
	if flags.NArg() > 0 {
		return opts, fmt.Errorf("%q is not a flag; see kssim --help", flags.Arg(0))
	}
	return opts, opts.check()
}

func (o options) check() error {
	if o.seats < 0 {
		return errors.New("--seats cannot be negative")
	}
	if o.retain < 0 {
		return errors.New("--retention-days cannot be negative")
	}
	if err := o.past.Check(); err != nil {
		return fmt.Errorf("--past-days: %w", err)
	}
	if o.past.Seed != 0 && o.past.Days == 0 {
		return errors.New("--past-seed goes with --past-days")
	}
	if o.config.TokenLife < time.Second {
		return errors.New("--token-life must be at least 1s")
	}
	host, _, err := net.SplitHostPort(o.listen)
	if err != nil {
		return fmt.Errorf("--listen needs an address and a port, such as 127.0.0.1:7310: %w", err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("--listen %s would let other machines in: use 127.0.0.1 (the control side asks for no password)", o.listen)
	}
	return o.tls.check()
}

func help(flags *flag.FlagSet, out io.Writer) error {
	if _, err := io.WriteString(out, usage); err != nil {
		return fmt.Errorf("print the help: %w", err)
	}
	flags.SetOutput(out)
	flags.PrintDefaults()
	if _, err := io.WriteString(out, "\n"+kssim.ControlHelp); err != nil {
		return fmt.Errorf("print the help: %w", err)
	}
	return nil
}
