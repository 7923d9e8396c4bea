package kssim

import (
	"fmt"
	"strings"
)

// presetNames lists presets for people, the worst day last.
var presetNames = []string{"busy", "hotel", "identity down", "lossy", "rough day"}

// PresetNames are the ready-made scripts.
func PresetNames() []string { return append([]string(nil), presetNames...) }

var presets = map[string][]Rule{
	"busy": {
		{Only: "api", Every: 3, Fault: "429", RetryAfter: "2"},
		{Only: "api", Every: 7, Fault: "429"},
	},
	"hotel":         {{Fault: "html"}},
	"identity down": {{Only: "identity", Fault: "not-found"}},
	"lossy":         {{Only: "writes", Chance: 0.2, Fault: "reset-after"}},
	"rough day": {
		{Only: "writes", Chance: 0.04, Fault: "reset-after"},
		{Chance: 0.03, Fault: "reset-before"},
		{Only: "api", Chance: 0.03, Fault: "429", RetryAfter: "3"},
		{Only: "api", Chance: 0.01, Fault: "429", RetryAfter: "5", Date: true},
		{Only: "api", Chance: 0.01, Fault: "500"},
		{Chance: 0.01, Fault: "502"},
		{Chance: 0.02, Fault: "503"},
		{Only: "reads", Chance: 0.02, Fault: "page-doubled"},
		{Only: "reads", Chance: 0.02, Fault: "truncated"},
		{Only: "reads", Chance: 0.01, Fault: "truncated", Reset: true},
		{Only: "api", Chance: 0.01, Fault: "html"},
		{Only: "identity", Chance: 0.05, Fault: "not-found"},
		{Chance: 0.03, Fault: "delay", For: "2s"},
		{Chance: 0.03, Fault: "slow", For: "3s"},
	},
}

// Preset returns the rules of a ready-made script. Where it has chances, each
// rule has its own seed, made of the given one: the same seed, the same day.
func Preset(name string, seed uint64) ([]Rule, error) {
	script, ok := presets[strings.ToLower(name)]
	if !ok {
		return nil, fmt.Errorf("there is no preset %q: write %s", name, orList(presetNames))
	}
	rules := append([]Rule(nil), script...)
	for i := range rules {
		if rules[i].Chance > 0 {
			rules[i].Seed = seed*100 + uint64(i) + 1
		}
	}
	return rules, nil
}
