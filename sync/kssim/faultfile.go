package kssim

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// ReadFaults reads what the control side takes: a rule as a JSON object, a list
// of rules, or {"preset":"rough day","seed":7}. It does not look into the
// rules; AddFaults does.
func ReadFaults(data []byte) ([]Rule, error) {
	var rules []Rule
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("[")) {
		err := decodeStrictly(data, &rules, ruleFields)
		return rules, err
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(data, &object) == nil && object["preset"] != nil {
		var asked struct {
			Preset string `json:"preset"`
			Seed   uint64 `json:"seed"`
		}
		if err := decodeStrictly(data, &asked, []string{"preset", "seed"}); err != nil {
			return nil, err
		}
		return Preset(asked.Preset, asked.Seed)
	}
	var rule Rule
	err := decodeStrictly(data, &rule, ruleFields)
	return []Rule{rule}, err
}

// decodeStrictly takes one JSON value that has these fields only.
func decodeStrictly(data []byte, into any, fields []string) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(into)
	if err == nil {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			return nil
		}
		return errors.New("there is more behind the end of it: put several rules into one list, in [ and ]")
	}
	if errors.Is(err, io.EOF) {
		return errors.New("it is empty: write a rule, a list of rules, or a preset")
	}
	if name, unknown := strings.CutPrefix(err.Error(), "json: unknown field "); unknown {
		return fmt.Errorf("there is no field %s, only %s", name, strings.Join(fields, ", "))
	}
	return fmt.Errorf("read as JSON: %w", err)
}

// ruleFields are the JSON names of a Rule that people write.
var ruleFields = []string{
	"id", "on", "only", "after", "every", "chance", "seed", "times",
	"fault", "retry_after", "date", "for", "by", "bytes", "reset",
}

// CheckForPort refuses rules that nothing on a port can follow.
func CheckForPort(rules []Rule) error {
	if slices.ContainsFunc(rules, func(r Rule) bool { return r.Fault == faultTLS }) {
		return errors.New(`the fault "tls" exists in memory only, because on a port the certificate comes before the request; ` +
			"start kssim with --tls for an address whose certificate nobody trusts")
	}
	return nil
}
