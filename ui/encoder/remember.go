package encoder

import (
	"slices"
	"strings"
)

// Remembered is how a reader is known again on whatever port. The zero value is
// none. It is kept as JSON between starts.
type Remembered struct {
	// Serial is the USB serial number, empty for a device without one, which
	// any other of its vendor and product looks like.
	Serial  string `json:"serial,omitempty"`
	Vendor  string `json:"vendor,omitempty"`
	Product string `json:"product,omitempty"`
	// Family is FamilyNone until the reader has answered or given a tag.
	Family Family `json:"family,omitempty"`
}

// Is tells whether a port is that of the reader. A port of which no USB numbers
// are known is nobody's.
func (m Remembered) Is(p PortInfo) bool {
	return m.Vendor != "" && strings.EqualFold(m.Vendor, p.Vendor) && strings.EqualFold(m.Product, p.Product) && strings.EqualFold(m.Serial, p.Serial)
}

// remember takes down what is known of a port.
func remember(p PortInfo, f Family) Remembered {
	if p.Vendor == "" {
		return Remembered{}
	}
	return Remembered{Serial: p.Serial, Vendor: p.Vendor, Product: p.Product, Family: f}
}

// candidate is a port that may be opened, with what to try on it.
type candidate struct {
	PortInfo
	families []Family
	chosen   bool // by the desk, now or before
}

// found is a list of ports, sorted by what may be done with them.
type found struct {
	open []candidate // the likely one first
	ask  []PortInfo  // nothing is done with them before somebody says what they are
	// twins: several look like the one that is remembered.
	twins bool
}

// sortPorts decides. used is the port that the desk named in this run, or the
// zero value; one without USB numbers that is not in the list is tried all the
// same.
func sortPorts(ports []PortInfo, m Remembered, used PortInfo) found {
	var f found
	var mine []PortInfo
	for _, p := range ports {
		switch {
		case p.Name == used.Name || m.Is(p):
			mine = append(mine, p)
		case known(p):
			f.open = append(f.open, candidate{PortInfo: p, families: toTry(p, FamilyNone)})
		default:
			f.ask = append(f.ask, p)
		}
	}
	if at := slices.IndexFunc(mine, func(p PortInfo) bool { return p.Name == used.Name }); at >= 0 {
		f.ask = append(f.ask, slices.Delete(slices.Clone(mine), at, at+1)...)
		mine = mine[at : at+1]
	} else if used.Name != "" && used.Vendor == "" {
		mine = []PortInfo{used}
	}
	if len(mine) > 1 && m.Serial == "" && !known(mine[0]) {
		f.ask, f.twins = append(f.ask, mine...), true
		mine = nil
	}
	if len(mine) > 0 {
		f.open = nil
		for _, p := range mine {
			f.open = append(f.open, candidate{PortInfo: p, families: toTry(p, m.Family), chosen: true})
		}
	}
	return f
}

// known tells whether a port may be probed without a question.
func known(p PortInfo) bool {
	d, ok := p.Device()
	return ok && d.Manner == SerialReader
}

// toTry are the families to try on a port. One that has answered there
// before is the only one: if it is silent now, it is broken or still starting.
func toTry(p PortInfo, before Family) []Family {
	if before != FamilyNone {
		return []Family{before}
	}
	if d, ok := p.Device(); ok && len(d.Families) > 0 {
		return pushed(d.Families)
	}
	return []Family{FamilyTWN4, FamilyPN532, FamilyStrongLink, FamilyRFIDeas, FamilyPush}
}

// pushed puts FamilyPush in the place of the two families that only listen,
// which can't be told apart before a tag comes.
func pushed(list []Family) []Family {
	if !slices.Contains(list, FamilyEM4100) || !slices.Contains(list, FamilyLines) {
		return list
	}
	out := slices.DeleteFunc(slices.Clone(list), func(f Family) bool { return f == FamilyEM4100 || f == FamilyLines })
	return append(out, FamilyPush)
}
