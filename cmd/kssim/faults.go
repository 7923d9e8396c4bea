package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"latchkey/sync/kssim"
)

// faultOptions say what goes wrong from the start.
type faultOptions struct {
	file   string // script in JSON, or empty for none
	preset string // name, or empty for none
}

func (o *faultOptions) register(flags *flag.FlagSet) {
	flags.StringVar(&o.file, "faults", "", "`file` (JSON) with rules for what goes wrong; same JSON as /_sim/faults")
	flags.StringVar(&o.preset, "fault-preset", "", "`name` of a ready-made script of faults: "+strings.Join(kssim.PresetNames(), ", "))
}

// disturb puts the rules into force, those of the file first.
func (o faultOptions) disturb(sim *kssim.Sim) error {
	if o.file != "" {
		if err := addFile(sim, o.file); err != nil {
			return err
		}
	}
	if o.preset == "" {
		return nil
	}
	rules, err := kssim.Preset(o.preset, 0)
	if err == nil {
		err = sim.AddFaults(rules...)
	}
	if err != nil {
		return fmt.Errorf("--fault-preset: %w", err)
	}
	return nil
}

func addFile(sim *kssim.Sim, path string) error {
	data, err := os.ReadFile(filepath.Clean(path))
	if err != nil {
		return fmt.Errorf("read --faults: %w", err)
	}
	rules, err := kssim.ReadFaults(data)
	if err == nil {
		err = kssim.CheckForPort(rules)
	}
	if err == nil {
		err = sim.AddFaults(rules...)
	}
	if err != nil {
		return fmt.Errorf("--faults %s cannot be used: %w", path, err)
	}
	return nil
}
