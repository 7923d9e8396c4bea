package store

import (
	"encoding/hex"
	"strings"
	"time"
)

// TagID names a fob or card in this file.
type TagID int64

// TagState is what became of a tag.
type TagState string

// The states of a tag.
const (
	TagFree   TagState = "free"
	TagHeld   TagState = "held"
	TagLost   TagState = "lost"
	TagBroken TagState = "broken"
)

// TagTech is the frequency at which a tag talks; empty: not known.
type TagTech string

// The techniques: readers of one see nothing of the other.
const (
	TechHigh TagTech = "13.56 MHz"
	TechLow  TagTech = "125 kHz"
)

// Tag is a fob or card. Number is the number that SALTO KS shows, a string
// with leading zeros; UID is what a USB reader sees. Neither can be computed
// from the other.
type Tag struct {
	ID      TagID
	Key     string
	Rev     int64
	Number  string
	KSID    string // empty until the site was seen to have it
	UID     []byte
	Tech    TagTech
	Printed string
	State   TagState
	Holder  PersonID // 0 unless held
}

// Title returns what a tag is called: its number, or without one what is
// printed on it, or else its UID in capital hexadecimal digits.
func (t Tag) Title() string {
	switch {
	case t.Number != "":
		return t.Number
	case t.Printed != "":
		return t.Printed
	}
	return uidText(t.UID)
}

func uidText(uid []byte) string { return strings.ToUpper(hex.EncodeToString(uid)) }

// Holding is a time during which somebody held a tag: [From, Until), Until
// zero while they still do. By is who gave it to them, empty where an older
// Latchkey did not note it.
type Holding struct {
	Person      PersonID
	From, Until time.Time
	By          Actor
	Ended       Ending // empty while it lasts, or not known
}

// Ending is why somebody does not hold a tag any more.
type Ending string

// The endings.
const (
	EndReturned Ending = "returned"
	EndLost     Ending = "lost"
	EndBroken   Ending = "broken"
	EndGiven    Ending = "given"   // to somebody else
	EndRemoved  Ending = "removed" // the tag or the person, from the file
)

// SiteTag is a tag that a site has, as SALTO KS last showed it.
type SiteTag struct {
	ID     string // of KS
	Number string
	// FirstSeen is when it was first read; one that was gone and came back is
	// new again.
	FirstSeen time.Time
	Gone      bool // was there once, is not any more
}
