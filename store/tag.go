package store

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
