// Command kssim runs the simulated SALTO KS on a loopback port.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // the zones of sites, also where the system has none

	"latchkey/sync/kssim"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "kssim:", err)
		os.Exit(1)
	}
}

// run serves until the context ends, which is no error.
func run(ctx context.Context, args []string, out io.Writer) error {
	opts, err := parse(args, out)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	sim, err := open(opts)
	if err != nil {
		return err
	}
	if err := opts.faults.disturb(sim); err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", opts.listen)
	if err != nil {
		return fmt.Errorf("cannot listen on %s; choose another port with --listen: %w", opts.listen, err)
	}
	defer func() { _ = listener.Close() }() // serve has closed it, unless it never began
	secured, err := opts.tls.secure(listener)
	if err != nil {
		return err
	}
	introduce(out, listener.Addr().String(), opts)
	rest := live(ctx, sim, opts.past)
	return errors.Join(serve(ctx, secured, sim.Handler()), rest())
}

// lifeTick is how often somebody may come to a door, and how long the first
// sync must have been over before anybody does.
const lifeTick = 20 * time.Second

// live has people come and go, if they are to, until rest or the end of the
// context. rest waits for that.
func live(ctx context.Context, sim *kssim.Sim, past kssim.Past) (rest func() error) {
	if past.Days == 0 {
		return func() error { return nil }
	}
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- sim.Live(ctx, past, lifeTick, sim.Settled()) }()
	return func() error {
		cancel()
		return <-ended
	}
}

func serve(ctx context.Context, listener net.Listener, h http.Handler) error {
	server := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		BaseContext:       func(net.Listener) context.Context { return ctx }, // a delayed answer does not hold up the end
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
	defer cancel()
	if err := server.Shutdown(last); err != nil {
		return fmt.Errorf("stop: %w", err)
	}
	return nil
}

func introduce(out io.Writer, address string, opts options) {
	account := kssim.DefaultAccount()
	// Where standard output is gone, the server is still of use.
	_, _ = fmt.Fprintf(out, "Simulated SALTO KS at %s://%s\nClient id: %s\nSign in as: %s, password: %s\n",
		opts.tls.scheme(), address, opts.config.ClientID, account.Email, account.Password)
	_, _ = fmt.Fprintf(out, "Doors to try: %s://%s/\n", opts.tls.scheme(), address)
}
