-- name: Room :one
SELECT * FROM room WHERE id = ?;

-- name: Rooms :many
SELECT * FROM room WHERE space_id = ? AND deleted = 0 ORDER BY name, id;

-- name: PutRoom :one
INSERT INTO room (id, key, rev, deleted, space_id, name, note, before_min, after_min, open_from, open_until)
VALUES (sqlc.narg('id'), @key, @rev, @deleted, @space_id, @name, @note, @before_min, @after_min, @open_from,
    @open_until)
ON CONFLICT (id) DO UPDATE SET key = excluded.key, rev = excluded.rev, deleted = excluded.deleted,
    space_id = excluded.space_id, name = excluded.name, note = excluded.note, before_min = excluded.before_min,
    after_min = excluded.after_min, open_from = excluded.open_from, open_until = excluded.open_until
RETURNING id;

-- name: RoomDoors :many
SELECT * FROM room_door WHERE room_id = ? ORDER BY pos;

-- name: AllRoomDoors :many
SELECT d.* FROM room_door d JOIN room r ON r.id = d.room_id WHERE r.space_id = ? AND r.deleted = 0 ORDER BY d.room_id, d.pos;

-- name: DropRoomDoors :exec
DELETE FROM room_door WHERE room_id = ?;

-- name: AddRoomDoor :exec
INSERT INTO room_door (room_id, pos, ks_id, name) VALUES (?, ?, ?, ?);

-- name: RoomGroups :many
SELECT * FROM room_group WHERE room_id = ? ORDER BY pos;

-- name: AllRoomGroups :many
SELECT g.* FROM room_group g JOIN room r ON r.id = g.room_id WHERE r.space_id = ? AND r.deleted = 0 ORDER BY g.room_id, g.pos;

-- name: DropRoomGroups :exec
DELETE FROM room_group WHERE room_id = ?;

-- name: AddRoomGroup :exec
INSERT INTO room_group (room_id, pos, ks_id, name) VALUES (?, ?, ?, ?);
