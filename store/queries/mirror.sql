-- name: Site :one
SELECT * FROM ks_site WHERE space_id = ?;

-- name: PutSite :exec
INSERT INTO ks_site (space_id, id, name, zone, seats_used, seats_bought, subscription_valid, looked_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (space_id) DO UPDATE SET id = excluded.id, name = excluded.name, zone = excluded.zone,
    seats_used = excluded.seats_used, seats_bought = excluded.seats_bought,
    subscription_valid = excluded.subscription_valid, looked_at = excluded.looked_at;

-- name: Doors :many
SELECT * FROM ks_door WHERE space_id = ? ORDER BY name, id;

-- name: PutDoor :exec
INSERT INTO ks_door (space_id, id, name, online, iq, iq_online, gone, state, privacy, zone) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (space_id, id) DO UPDATE SET name = excluded.name, online = excluded.online, iq = excluded.iq,
    iq_online = excluded.iq_online, gone = excluded.gone, state = excluded.state, privacy = excluded.privacy, zone = excluded.zone;

-- name: DropDoor :exec
DELETE FROM ks_door WHERE space_id = ? AND id = ?;

-- name: Groups :many
SELECT * FROM ks_group WHERE space_id = ? ORDER BY name, id;

-- name: PutKSGroup :exec
INSERT INTO ks_group (space_id, id, name, managed, detailed, doors, schedules, gone) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (space_id, id) DO UPDATE SET name = excluded.name, managed = excluded.managed, detailed = excluded.detailed,
    doors = excluded.doors, schedules = excluded.schedules, gone = excluded.gone;

-- name: DropKSGroup :exec
DELETE FROM ks_group WHERE space_id = ? AND id = ?;

-- name: DoorsReferredTo :many
SELECT e.ks_id FROM extra_door e WHERE e.space_id = @space
UNION SELECT d.ks_id FROM room_door d JOIN room r ON r.id = d.room_id WHERE r.space_id = @space;

-- name: GroupsReferredTo :many
SELECT p.ks_id FROM plan_group p WHERE p.space_id = @space
UNION SELECT g.ks_id FROM room_group g JOIN room r ON r.id = g.room_id WHERE r.space_id = @space
UNION SELECT b.remote_id FROM binding b WHERE b.space_id = @space AND b.kind IN ('membership', 'group');

-- name: KSGroup :one
SELECT * FROM ks_group WHERE space_id = ? AND id = ?;
