-- name: SeenAll :many
SELECT kind, id, data, at FROM seen WHERE space_id = ?;

-- name: PutSeen :exec
INSERT INTO seen (space_id, kind, id, data, at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (space_id, kind, id) DO UPDATE SET data = excluded.data, at = excluded.at;

-- name: DropSeenBefore :exec
DELETE FROM seen WHERE space_id = @space AND kind = @kind AND (at < @began OR at > @now);

-- name: DropSeenOfGoneGroups :exec
DELETE FROM seen AS s WHERE s.space_id = @space AND s.kind IN ('people', 'doors', 'schedules')
    AND NOT EXISTS (SELECT 1 FROM seen g WHERE g.space_id = @space AND g.kind = 'group' AND g.id = s.id);

-- name: DropSeenOfSpace :exec
DELETE FROM seen WHERE space_id = ?;
