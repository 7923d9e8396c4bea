-- name: Guard :one
SELECT * FROM guard WHERE space_id = ?;

-- name: PutGuard :exec
INSERT INTO guard (space_id, site_id, computer, synced_at, restored, moved, question, agreed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (space_id) DO UPDATE SET site_id = excluded.site_id, computer = excluded.computer,
    synced_at = excluded.synced_at, restored = excluded.restored, moved = excluded.moved, question = excluded.question, agreed = excluded.agreed;

-- name: Spent :many
SELECT DISTINCT way, person_id, object FROM spent WHERE space_id = @space AND at > @since;

-- name: AddSpent :exec
INSERT INTO spent (space_id, at, way, person_id, object) VALUES (?, ?, ?, ?, ?);

-- name: DropSpent :exec
DELETE FROM spent WHERE space_id = @space AND at <= @until;
