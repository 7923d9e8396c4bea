package store

// RoomID names a room in this file.
type RoomID int64

// Room is a bookable resource. A booking of it opens Doors, and the doors of
// Groups, for its window.
type Room struct {
	ID    RoomID
	Key   string
	Rev   int64
	Space SpaceID
	Name  string
	Note  string

	Before, After *int   // minutes; nil: the space's default
	OpenFrom      string // bookable from, "15:04"; empty: all day
	OpenUntil     string // bookable until; "24:00" allowed

	Doors   []KSRef
	Groups  []KSRef
	Deleted bool
}

// Buffers returns how many minutes before and after a booking the room's
// doors open, given its space.
func (r Room) Buffers(s Space) (before, after int) {
	before, after = s.Before, s.After
	if r.Before != nil {
		before = *r.Before
	}
	if r.After != nil {
		after = *r.After
	}
	return before, after
}
