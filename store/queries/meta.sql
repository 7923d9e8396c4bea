-- name: Meta :one
SELECT lineage, install, serial FROM meta WHERE one = 1;

-- name: PutMeta :exec
INSERT INTO meta (one, lineage, install, serial) VALUES (1, ?, ?, 0) ON CONFLICT (one) DO NOTHING;

-- name: NextSerial :one
UPDATE meta SET serial = serial + 1 WHERE one = 1 RETURNING serial;

-- name: Setting :one
SELECT value FROM setting WHERE key = ?;

-- name: PutSetting :exec
INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value;
