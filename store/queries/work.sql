-- name: Works :many
SELECT * FROM work WHERE space_id = ? ORDER BY due, key;

-- name: PutWork :exec
INSERT INTO work (space_id, key, op, wish, person_id, what, due, phase, attempts, not_before, sent_at, error, since, request,
    takes, held)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (space_id, key) DO UPDATE SET op = excluded.op, wish = excluded.wish, person_id = excluded.person_id,
    what = excluded.what, due = excluded.due, phase = excluded.phase, attempts = excluded.attempts,
    not_before = excluded.not_before, sent_at = excluded.sent_at, error = excluded.error, since = excluded.since,
    request = excluded.request, takes = excluded.takes, held = excluded.held;

-- name: DropWork :execrows
DELETE FROM work WHERE space_id = ? AND key = ?;

-- name: Work :one
SELECT * FROM work WHERE space_id = ? AND key = ?;
