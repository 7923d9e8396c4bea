-- name: Tag :one
SELECT * FROM tag WHERE id = ?;

-- name: Tags :many
SELECT * FROM tag WHERE deleted = 0 ORDER BY number, id;

-- name: TagsOf :many
SELECT * FROM tag WHERE holder_id = ? AND deleted = 0 ORDER BY number, id;

-- name: TagsHeld :many
SELECT * FROM tag WHERE deleted = 0 AND holder_id IN (sqlc.slice('holders')) ORDER BY number, id;

-- name: TagOfNumber :one
SELECT * FROM tag WHERE number = ? AND number <> '' AND deleted = 0;

-- name: TagOfKSID :one
SELECT * FROM tag WHERE ks_id = ? AND ks_id <> '' AND deleted = 0 ORDER BY id LIMIT 1;

-- name: TagOfUID :one
SELECT * FROM tag WHERE uid = ? AND deleted = 0;

-- name: PutTag :one
INSERT INTO tag (id, key, rev, deleted, number, ks_id, uid, printed, state, holder_id, tech)
VALUES (sqlc.narg('id'), @key, @rev, @deleted, @number, @ks_id, @uid, @printed, @state, @holder_id, @tech)
ON CONFLICT (id) DO UPDATE SET key = excluded.key, rev = excluded.rev, deleted = excluded.deleted,
    number = excluded.number, ks_id = excluded.ks_id, uid = excluded.uid, printed = excluded.printed,
    state = excluded.state, holder_id = excluded.holder_id, tech = excluded.tech
RETURNING id;

-- name: TagHolders :many
SELECT * FROM tag_holder WHERE tag_id = ? ORDER BY pos;

-- name: DropTagHolders :exec
DELETE FROM tag_holder WHERE tag_id = ?;

-- name: AddTagHolder :exec
INSERT INTO tag_holder (tag_id, pos, person_id, from_at, until_at, given_by, ended) VALUES (?, ?, ?, ?, ?, ?, ?);

-- name: SiteTags :many
SELECT * FROM site_tag WHERE space_id = ? ORDER BY first_seen_at DESC, number, ks_id;

-- name: FreeSiteTags :many
SELECT * FROM site_tag AS s WHERE s.space_id = ? AND s.gone = 0
    AND s.ks_id NOT IN (SELECT t.ks_id FROM tag t WHERE t.deleted = 0)
    AND (s.number = '' OR s.number NOT IN (SELECT t.number FROM tag t WHERE t.deleted = 0))
    AND s.number NOT IN (SELECT json_extract(u.data, '$.tag_number') FROM seen u
        WHERE u.space_id = s.space_id AND u.kind = 'user' AND json_extract(u.data, '$.tag_number') <> '')
ORDER BY s.first_seen_at DESC, s.number, s.ks_id;

-- name: PutSiteTag :exec
INSERT INTO site_tag (space_id, ks_id, number, first_seen_at, gone) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (space_id, ks_id) DO UPDATE SET number = excluded.number, first_seen_at = excluded.first_seen_at, gone = excluded.gone;

-- name: DropSiteTagsOfSpace :exec
DELETE FROM site_tag WHERE space_id = ?;
