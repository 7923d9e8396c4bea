package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"latchkey/sync/kssim"
)

// open makes the simulation: from the state file where there is one, else from
// the site.
func open(opts options) (*kssim.Sim, error) {
	if opts.state == "" {
		return newSim(opts)
	}
	keeper := &keeper{path: opts.state}
	opts.config.OnChange = keeper.save
	file, err := os.Open(filepath.Clean(opts.state))
	if errors.Is(err, fs.ErrNotExist) {
		sim, err := newSim(opts)
		if err != nil {
			return nil, err
		}
		return sim, keeper.save(sim)
	}
	if err != nil {
		return nil, fmt.Errorf("read --state: %w", err)
	}
	defer func() { _ = file.Close() }() // read only: nothing can be lost
	sim := kssim.New(opts.config)
	if err := sim.Load(file); err != nil {
		return nil, fmt.Errorf("%s is not a saved simulation; move it away to start anew: %w", opts.state, err)
	}
	return sim, nil
}

func newSim(opts options) (*kssim.Sim, error) {
	site, err := readSite(opts.site)
	if err != nil {
		return nil, err
	}
	if opts.seats > 0 {
		site.Seats = opts.seats
	}
	if opts.retain > 0 {
		site.RetentionDays = opts.retain
	}
	sim := kssim.New(opts.config)
	return sim, sim.AddSite(site)
}

func readSite(path string) (kssim.Site, error) {
	if path == "" {
		return kssim.MaisonNord(), nil
	}
	var site kssim.Site
	data, err := os.ReadFile(filepath.Clean(path))
	if err != nil {
		return site, fmt.Errorf("read --site: %w", err)
	}
	if err := json.Unmarshal(data, &site); err != nil {
		return site, fmt.Errorf("--site %s is not a site in JSON: %w", path, err)
	}
	return site, nil
}

// keeper writes the state file: whole or not at all, also when the program is
// killed in between. It does not wait for the disk, so a power cut can undo the
// last changes.
type keeper struct {
	path string
	mu   sync.Mutex // one save at a time, so that an older one never comes last
}

func (k *keeper) save(sim *kssim.Sim) (err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	temp, err := os.CreateTemp(filepath.Dir(k.path), ".kssim-*")
	if err != nil {
		return fmt.Errorf("write --state: %w", err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(temp.Name())
		}
	}()
	if err := errors.Join(sim.Save(temp), temp.Close()); err != nil {
		return fmt.Errorf("write --state: %w", err)
	}
	if err := os.Rename(temp.Name(), k.path); err != nil {
		return fmt.Errorf("write --state: %w", err)
	}
	return nil
}
