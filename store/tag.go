package store

import "time"

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
	Printed string
	State   TagState
	Holder  PersonID // 0 unless held
}

// PassType is a kind of ticket. Price is in minor units of Currency (ISO
// 4217), Minutes its length.
type PassType struct {
	ID       int64
	Key      string
	Name     string
	Minutes  int
	Price    int64
	Currency string
}

// Pass is one ticket of a person's.
type Pass struct {
	ID        int64
	Key       string
	Person    PersonID
	Type      int64
	GrantedAt time.Time
	ExpiresOn Date // last day; empty: never
}
