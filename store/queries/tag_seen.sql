-- When each tag was last at a door, 0: never. A seek of its own for each: there
-- are far more entries than tags.
-- name: TagsSeen :many
SELECT t.id, CAST(coalesce((SELECT max(e.at) FROM entry e WHERE e.tag_number = t.number AND e.tag_number <> ''), 0) AS INTEGER) AS at
FROM tag t WHERE t.deleted = 0;

-- name: LastEntryOfTag :one
SELECT * FROM entry WHERE tag_number = ? AND tag_number <> '' ORDER BY at DESC, id LIMIT 1;
