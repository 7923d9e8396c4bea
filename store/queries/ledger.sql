-- name: Bindings :many
SELECT * FROM binding WHERE space_id = ?;

-- name: BindingOfRemote :one
SELECT * FROM binding WHERE space_id = @space AND kind = @kind AND kind <> 'membership' AND remote_id = @remote AND key <> @key AND remote_id <> '';

-- name: PutBinding :exec
INSERT INTO binding (space_id, kind, key, remote_id, remote_alt, person_id, base_json, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (space_id, kind, key) DO UPDATE SET remote_id = excluded.remote_id, remote_alt = excluded.remote_alt,
    person_id = excluded.person_id, base_json = excluded.base_json, at = excluded.at;

-- name: DropBinding :execrows
DELETE FROM binding WHERE space_id = ? AND kind = ? AND key = ?;
