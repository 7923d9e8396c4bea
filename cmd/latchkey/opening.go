package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"latchkey/store"
)

// openForWindow opens the file, and for the sample space its simulation.
func openForWindow(ctx context.Context, o options, w windowOptions) (*program, *simulation, store.Space, error) {
	if !w.demo {
		p, err := openAtDesk(ctx, o)
		if err != nil {
			return nil, nil, store.Space{}, err
		}
		space, err := p.firstSpace(ctx)
		if err != nil {
			closeQuietly(ctx, p)
			return nil, nil, store.Space{}, err
		}
		return p, nil, space, nil
	}
	return openSample(ctx, o, w)
}

// openSample opens the sample space, and signs it in to the simulation.
func openSample(ctx context.Context, o options, w windowOptions) (*program, *simulation, store.Space, error) {
	if err := os.MkdirAll(o.data, 0o700); err != nil {
		return nil, nil, store.Space{}, &store.Problem{Code: store.CodeFile, Text: "The folder {{.Folder}} cannot be made. Choose another with --data.",
			Args: map[string]any{"Folder": o.data}, Err: err}
	}
	p, err := openAtDesk(ctx, o)
	if err != nil {
		return nil, nil, store.Space{}, err
	}
	p.memory, p.computer, p.entriesEvery = true, nil, sampleEntries
	sim, err := startSimulation(ctx, w.simAddr, stateFile(o.data), nil)
	if err != nil {
		closeQuietly(ctx, p)
		return nil, nil, store.Space{}, err
	}
	space, err := p.loadSample(ctx, weeksToToday(time.Now()))
	if err == nil {
		err = p.pairSample(ctx)
	}
	if err == nil {
		space, err = p.connectSample(ctx, space, sim)
	}
	if err != nil {
		sim.stop(ctx)
		closeQuietly(ctx, p)
		return nil, nil, store.Space{}, err
	}
	fmt.Printf("The simulated SALTO KS is at %s (client id latchkey-sample). Open it in a browser to stand at its doors.\n", sim.base)
	return p, sim, space, nil
}

// firstSpace returns the first space of the file; a new file gets one, in the
// computer's zone, to be named in Settings.
func (p *program) firstSpace(ctx context.Context) (store.Space, error) {
	spaces, err := p.store.Spaces(ctx)
	if err != nil {
		return store.Space{}, err
	}
	if len(spaces) > 0 {
		return spaces[0], nil
	}
	s := store.Space{
		Name: "Latchkey", Zone: localZone(), Before: 5, After: 5, HorizonDays: 14, AutoConnect: true,
		Leaving: store.LeavingSuspend, OpenFrom: "07:00", OpenUntil: "22:00",
	}
	return s, p.saveSpace(ctx, &s)
}

// localZone is the IANA name of the computer's zone, as far as Go knows it.
func localZone() string {
	if name := time.Local.String(); name != "Local" {
		if _, err := time.LoadLocation(name); err == nil {
			return name
		}
	}
	if target, err := filepath.EvalSymlinks("/etc/localtime"); err == nil {
		dir, base := filepath.Split(target)
		for _, name := range []string{filepath.Join(filepath.Base(dir), base), base} {
			if _, err := time.LoadLocation(name); err == nil {
				return name
			}
		}
	}
	return "UTC"
}
