-- name: Drifts :many
SELECT * FROM drift WHERE space_id = ? ORDER BY found_at, key;

-- name: PutDrift :exec
INSERT INTO drift (space_id, key, kind, way, person_id, what, seen, found_at, over_at, answer, answered_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (space_id, key) DO UPDATE SET kind = excluded.kind, way = excluded.way, person_id = excluded.person_id,
    what = excluded.what, seen = excluded.seen, found_at = excluded.found_at, over_at = excluded.over_at,
    answer = excluded.answer, answered_at = excluded.answered_at;

-- name: DropDrift :execrows
DELETE FROM drift WHERE space_id = ? AND key = ?;
