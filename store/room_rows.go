package store

import (
	"context"
	"reflect"
	"strconv"
	"strings"

	"latchkey/store/internal/db"
)

const noRoom = "This room does not exist any more. Look again in Rooms."

// Rooms returns a space's rooms by name, without deleted ones.
func (s *Store) Rooms(ctx context.Context, space SpaceID) ([]Room, error) {
	return read(ctx, s, func(r rows) ([]Room, error) { return r.rooms(ctx, space) })
}

// Room returns one room, also a deleted one, or a Problem (CodeMissing).
func (s *Store) Room(ctx context.Context, id RoomID) (Room, error) {
	return read(ctx, s, func(r rows) (Room, error) { return r.room(ctx, id) })
}

// Room returns one room as this transaction sees it.
func (tx *Tx) Room(id RoomID) (Room, error) { return tx.rows.room(tx.ctx, id) }

func (r rows) rooms(ctx context.Context, space SpaceID) ([]Room, error) {
	list, err := r.q.Rooms(ctx, int64(space))
	if err != nil {
		return nil, err
	}
	doors, err := r.q.AllRoomDoors(ctx, int64(space))
	if err != nil {
		return nil, err
	}
	groups, err := r.q.AllRoomGroups(ctx, int64(space))
	if err != nil {
		return nil, err
	}
	doorsOf, groupsOf := map[int64][]KSRef{}, map[int64][]KSRef{}
	for _, d := range doors {
		doorsOf[d.RoomID] = append(doorsOf[d.RoomID], doorRef(d))
	}
	for _, g := range groups {
		groupsOf[g.RoomID] = append(groupsOf[g.RoomID], groupRef(g))
	}
	return mapped(list, func(row db.Room) Room { return room(row, doorsOf[row.ID], groupsOf[row.ID]) }), nil
}

func (r rows) room(ctx context.Context, id RoomID) (Room, error) {
	row, err := r.q.Room(ctx, int64(id))
	if row, err = found(row, err, noRoom); err != nil {
		return Room{}, err
	}
	doors, err := r.q.RoomDoors(ctx, row.ID)
	if err != nil {
		return Room{}, err
	}
	groups, err := r.q.RoomGroups(ctx, row.ID)
	return room(row, mapped(doors, doorRef), mapped(groups, groupRef)), err
}

func doorRef(d db.RoomDoor) KSRef { return KSRef{ID: d.KSID, Name: d.Name} }

func groupRef(g db.RoomGroup) KSRef { return KSRef{ID: g.KSID, Name: g.Name} }

func room(r db.Room, doors, groups []KSRef) Room {
	return Room{
		ID: RoomID(r.ID), Key: r.Key, Rev: r.Rev, Space: SpaceID(r.SpaceID), Name: r.Name, Note: r.Note,
		Before: minutes(r.BeforeMin), After: minutes(r.AfterMin), OpenFrom: r.OpenFrom, OpenUntil: r.OpenUntil,
		Doors: doors, Groups: groups, Deleted: r.Deleted,
	}
}

func minutes(n *int64) *int {
	if n == nil {
		return nil
	}
	m := int(*n)
	return &m
}

func minutesRow(n *int) *int64 {
	if n == nil {
		return nil
	}
	m := int64(*n)
	return &m
}

type roomImage struct{ Room }

func (r rows) roomImage(ctx context.Context, id RoomID) (roomImage, error) {
	room, err := r.room(ctx, id)
	return roomImage{room}, err
}

func (i roomImage) mark() rowMark {
	return rowMark{tableRoom, int64(i.ID), i.Rev, i.Key, i.Deleted}
}

func (i roomImage) title() string { return i.Name }

func (i roomImage) removed() image {
	i.Deleted = true
	return i
}

func (i roomImage) write(tx *Tx, rev int64) (image, error) {
	i.Rev = rev
	id, err := tx.rows.q.PutRoom(tx.ctx, db.PutRoomParams{
		ID: ref(i.ID), Key: i.Key, Rev: i.Rev, Deleted: i.Deleted, SpaceID: int64(i.Space), Name: i.Name, Note: i.Note,
		BeforeMin: minutesRow(i.Before), AfterMin: minutesRow(i.After), OpenFrom: i.OpenFrom, OpenUntil: i.OpenUntil,
	})
	if err != nil {
		return nil, wrap(err, "room")
	}
	i.ID = RoomID(id)
	tx.touch(KindRoom)
	return i, wrap(i.writeRefs(tx), "room")
}

func (i roomImage) writeRefs(tx *Tx) error {
	if err := tx.rows.q.DropRoomDoors(tx.ctx, int64(i.ID)); err != nil {
		return err
	}
	for pos, d := range i.Doors {
		err := tx.rows.q.AddRoomDoor(tx.ctx, db.AddRoomDoorParams{RoomID: int64(i.ID), Pos: int64(pos), KSID: d.ID, Name: d.Name})
		if err != nil {
			return err
		}
	}
	if err := tx.rows.q.DropRoomGroups(tx.ctx, int64(i.ID)); err != nil {
		return err
	}
	for pos, g := range i.Groups {
		err := tx.rows.q.AddRoomGroup(tx.ctx, db.AddRoomGroupParams{RoomID: int64(i.ID), Pos: int64(pos), KSID: g.ID, Name: g.Name})
		if err != nil {
			return err
		}
	}
	return nil
}

// allowed refuses to take away a room that is booked.
func (i roomImage) allowed(tx *Tx) error {
	if i.Deleted {
		return tx.notBooked(i.Room)
	}
	return nil
}

func (tx *Tx) notBooked(r Room) error {
	list, err := tx.rows.q.BookingsOfRoom(tx.ctx, db.BookingsOfRoomParams{Room: int64(r.ID), Since: unix(tx.Now)})
	if err != nil || len(list) == 0 {
		return err
	}
	return &Problem{Code: CodeConflict, Text: "{{.Room}} is still booked ({{.Count}} times, the next from {{.Start}} by {{.Person}}). Move or delete these bookings first.",
		Args: pairs([]any{"Room", r.Name, "Count", len(list), "Start", list[0].StartLocal, "Person", tx.nameOf(PersonID(list[0].PersonID))})}
}

// SaveRoom inserts or updates a room. A door or group that is named without
// an id keeps the id that it was found under before.
func (tx *Tx) SaveRoom(r *Room) error {
	want := *r
	for _, f := range []*string{&want.Key, &want.Name, &want.Note} {
		*f = strings.TrimSpace(*f)
	}
	have, err := tx.claim(tableRoom, int64(want.ID), want.Key, want.Rev)
	if err != nil {
		return err
	}
	var was Room
	if have != nil {
		was = have.(roomImage).Room
	}
	ofRoom := func(ref *KSRef) (SpaceID, *KSRef) { return 0, ref }
	want.ID, want.Rev, want.Key = was.ID, was.Rev, keyOr(want.Key, was.Key)
	want.Doors = keepFound(want.Doors, was.Doors, ofRoom)
	want.Groups = keepFound(want.Groups, was.Groups, ofRoom)
	if err := tx.roomRules(was, want); err != nil {
		return err
	}
	if have != nil && reflect.DeepEqual(was, want) {
		*r = want
		return nil
	}
	img, err := tx.put(have, roomImage{want})
	if err != nil {
		return err
	}
	*r = img.(roomImage).Room
	return tx.logRoom(was, *r)
}

func (tx *Tx) logRoom(was, now Room) error {
	space, err := tx.Space(now.Space)
	if err != nil {
		return err
	}
	return tx.logEdit(now.Space, 0, roomSaid(was, now, space)...)
}

func (tx *Tx) roomRules(was, r Room) error {
	if r.Deleted {
		return &Problem{Code: CodeMissing, Text: "{{.Name}} was removed. Look again in Rooms.", Args: pairs([]any{"Name", r.Name})}
	}
	if err := CheckRoom(r); err != nil {
		return err
	}
	if was.ID != 0 && was.Space != r.Space {
		return invalid("space", "A room cannot move to another space. Add a room there instead.")
	}
	_, err := tx.Space(r.Space)
	return err
}

func roomSaid(was, now Room, space Space) []Sentence {
	switch {
	case was.ID == 0:
		return []Sentence{say("The room {{.Name}} was added. A booking opens: {{.Doors}}.", "Name", now.Name, "Doors", opens(now))}
	case was.Deleted:
		return []Sentence{say("The room {{.Name}} was brought back. A booking opens: {{.Doors}}.", "Name", now.Name, "Doors", opens(now))}
	}
	var said []Sentence
	if was.Name != now.Name {
		said = append(said, say("The room {{.Old}} is called {{.Name}} now.", "Old", was.Name, "Name", now.Name))
	}
	if !reflect.DeepEqual(was.Doors, now.Doors) || !reflect.DeepEqual(was.Groups, now.Groups) {
		said = append(said, say("A booking of {{.Name}} opens now: {{.Doors}}.", "Name", now.Name, "Doors", opens(now)))
	}
	rest := was
	oldBefore, oldAfter := was.Buffers(space)
	if before, after := now.Buffers(space); before != oldBefore || after != oldAfter {
		rest.Before, rest.After = now.Before, now.After
		said = append(said, say("A booking of {{.Name}} opens its doors {{.Before}} minutes before it and closes them {{.After}} minutes after it now.",
			"Name", now.Name, "Before", strconv.Itoa(before), "After", strconv.Itoa(after)))
	}
	rest.Rev, rest.Name, rest.Doors, rest.Groups = now.Rev, now.Name, now.Doors, now.Groups
	if !reflect.DeepEqual(rest, now) {
		said = append(said, say("The details of the room {{.Name}} were changed.", "Name", now.Name))
	}
	return said
}

// opens names what a booking of a room opens.
func opens(r Room) string {
	names := append(mapped(r.Doors, refName), mapped(r.Groups, refName)...)
	if len(names) == 0 {
		return "–"
	}
	return strings.Join(names, ", ")
}

// DeleteRoom removes a room. One that has bookings which are not over is not
// removed: the Problem (CodeConflict) names the next.
func (tx *Tx) DeleteRoom(id RoomID) error {
	r, err := tx.Room(id)
	if err != nil {
		return err
	}
	if r.Deleted {
		return nil
	}
	if err := tx.notBooked(r); err != nil {
		return err
	}
	if _, err := tx.put(roomImage{r}, roomImage{r}.removed()); err != nil {
		return err
	}
	return tx.logEdit(r.Space, 0, say("The room {{.Name}} was removed.", "Name", r.Name))
}
