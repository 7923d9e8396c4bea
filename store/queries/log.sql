-- name: LogHead :one
SELECT id, hash FROM log ORDER BY id DESC LIMIT 1;

-- name: AddLog :exec
INSERT INTO log (id, at, space_id, actor, kind, person_id, what, folded, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: LogLines :many
SELECT * FROM log
WHERE id < @before
    AND (space_id = @space OR space_id = 0 OR @space = 0)
    AND (person_id = @person OR @person = 0)
    AND (actor = @actor OR @actor = '')
    AND (kind = @kind OR @kind = '')
    AND (CASE kind WHEN 'edit' THEN 'edit' WHEN 'intent' THEN 'doors' WHEN 'confirmed' THEN 'doors'
        WHEN 'failed' THEN 'doors' WHEN 'looked' THEN 'doors' ELSE 'other' END = @part OR @part = '')
    AND (at >= @since OR @since = 0)
    AND (at < @until OR @until = 0)
    AND (folded LIKE @pattern OR @pattern = '')
ORDER BY id DESC LIMIT @most;

-- name: CountLog :one
SELECT count(*) FROM log
WHERE id < @before
    AND (space_id = @space OR space_id = 0 OR @space = 0)
    AND (person_id = @person OR @person = 0)
    AND (actor = @actor OR @actor = '')
    AND (kind = @kind OR @kind = '')
    AND (CASE kind WHEN 'edit' THEN 'edit' WHEN 'intent' THEN 'doors' WHEN 'confirmed' THEN 'doors'
        WHEN 'failed' THEN 'doors' WHEN 'looked' THEN 'doors' ELSE 'other' END = @part OR @part = '')
    AND (at >= @since OR @since = 0)
    AND (at < @until OR @until = 0)
    AND (folded LIKE @pattern OR @pattern = '');

-- name: LogFrom :many
SELECT * FROM log WHERE id > ? ORDER BY id LIMIT 1000;
