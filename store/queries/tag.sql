-- name: Tag :one
SELECT * FROM tag WHERE id = ?;

-- name: Tags :many
SELECT * FROM tag WHERE deleted = 0 ORDER BY number, id;

-- name: TagsOf :many
SELECT * FROM tag WHERE holder_id = ? AND deleted = 0 ORDER BY number, id;

-- name: TagOfNumber :one
SELECT * FROM tag WHERE number = ? AND number <> '' AND deleted = 0;

-- name: TagOfUID :one
SELECT * FROM tag WHERE uid = ? AND deleted = 0;

-- name: PutTag :one
INSERT INTO tag (id, key, rev, deleted, number, ks_id, uid, printed, state, holder_id)
VALUES (sqlc.narg('id'), @key, @rev, @deleted, @number, @ks_id, @uid, @printed, @state, @holder_id)
ON CONFLICT (id) DO UPDATE SET key = excluded.key, rev = excluded.rev, deleted = excluded.deleted,
    number = excluded.number, ks_id = excluded.ks_id, uid = excluded.uid, printed = excluded.printed,
    state = excluded.state, holder_id = excluded.holder_id
RETURNING id;

-- name: TagHolders :many
SELECT * FROM tag_holder WHERE tag_id = ? ORDER BY pos;

-- name: DropTagHolders :exec
DELETE FROM tag_holder WHERE tag_id = ?;

-- name: AddTagHolder :exec
INSERT INTO tag_holder (tag_id, pos, person_id, from_at, until_at) VALUES (?, ?, ?, ?, ?);
