-- name: PassType :one
SELECT * FROM pass_type WHERE id = ?;

-- name: PassTypes :many
SELECT * FROM pass_type WHERE deleted = 0 ORDER BY minutes, price, id;

-- name: PutPassType :one
INSERT INTO pass_type (id, key, rev, deleted, archived, name, minutes, price, currency)
VALUES (sqlc.narg('id'), @key, @rev, @deleted, @archived, @name, @minutes, @price, @currency)
ON CONFLICT (id) DO UPDATE SET key = excluded.key, rev = excluded.rev, deleted = excluded.deleted, archived = excluded.archived,
    name = excluded.name, minutes = excluded.minutes, price = excluded.price, currency = excluded.currency
RETURNING id;

-- name: PassTypeInUse :one
SELECT EXISTS (SELECT 1 FROM pass p WHERE p.type_id = @type AND p.deleted = 0)
    OR EXISTS (SELECT 1 FROM allowance a WHERE a.type_id = @type);

-- name: Pass :one
SELECT * FROM pass WHERE id = ?;

-- name: Passes :many
SELECT * FROM pass WHERE deleted = 0 ORDER BY granted_at, id;

-- name: PutPass :one
INSERT INTO pass (id, key, rev, deleted, person_id, type_id, granted_at, expires_on, minutes, price, currency, source, batch, note, ended_at, why)
VALUES (sqlc.narg('id'), @key, @rev, @deleted, @person_id, @type_id, @granted_at, @expires_on, @minutes, @price, @currency, @source, @batch, @note, @ended_at, @why)
ON CONFLICT (id) DO UPDATE SET key = excluded.key, rev = excluded.rev, deleted = excluded.deleted, person_id = excluded.person_id,
    type_id = excluded.type_id, granted_at = excluded.granted_at, expires_on = excluded.expires_on, minutes = excluded.minutes,
    price = excluded.price, currency = excluded.currency, source = excluded.source, batch = excluded.batch, note = excluded.note,
    ended_at = excluded.ended_at, why = excluded.why
RETURNING id;

-- name: UserOfPass :one
SELECT person_id FROM check_in WHERE pass_id = ?;

-- Passes that are good and not used.
-- name: GoodPasses :many
SELECT person_id, granted_at, expires_on, ended_at FROM pass
WHERE used = 0 AND deleted = 0 AND (expires_on = '' OR expires_on >= CAST(@day AS TEXT)) AND (ended_at = 0 OR ended_at > CAST(@since AS INTEGER))
ORDER BY +person_id, id; -- the plus: not by the index of people, which has all

-- Check-ins whose pass still lets in.
-- name: RunningPasses :many
SELECT person_id, first_at, until_at FROM check_in
WHERE pass_id IS NOT NULL AND until_at > CAST(@since AS INTEGER)
ORDER BY +person_id, first_at;

-- The passes of some people, with the check-in that uses each, if any does.
-- name: PassesOf :many
SELECT sqlc.embed(p), c.person_id AS used_by, CAST(coalesce(c.first_at, 0) AS INTEGER) AS first_at, CAST(coalesce(c.until_at, 0) AS INTEGER) AS until_at
FROM pass p
LEFT JOIN check_in c ON c.pass_id = p.id
WHERE p.deleted = 0 AND p.person_id IN (SELECT value FROM json_each(@people))
ORDER BY p.granted_at, p.id;

-- Those of a team that a check-in which begins at or after since may use: no
-- earlier one has them, and none of somebody else.
-- name: PassesFrom :many
SELECT sqlc.embed(p) FROM pass p
LEFT JOIN check_in c ON c.pass_id = p.id
WHERE p.deleted = 0 AND p.person_id IN (SELECT value FROM json_each(@people))
  AND (p.expires_on = '' OR p.expires_on >= CAST(@day AS TEXT)) AND (p.ended_at = 0 OR p.ended_at > CAST(@since AS INTEGER))
  AND (c.id IS NULL OR c.first_at >= CAST(@since AS INTEGER) AND c.person_id IN (SELECT value FROM json_each(@people)))
ORDER BY p.id;

-- name: Allowances :many
SELECT * FROM allowance ORDER BY plan_id, type_id;

-- name: PlanAllowances :many
SELECT * FROM allowance WHERE plan_id = ? ORDER BY type_id;

-- name: AddAllowance :exec
INSERT INTO allowance (plan_id, type_id, count) VALUES (?, ?, ?);

-- name: DropAllowances :exec
DELETE FROM allowance WHERE plan_id = ?;

-- name: CountBatch :one
SELECT count(*) FROM pass WHERE batch = ?;

-- How many passes of each person are still to be used.
-- name: CountPassesLeft :many
SELECT p.person_id, count(*) AS passes FROM pass p
LEFT JOIN check_in c ON c.pass_id = p.id
WHERE p.deleted = 0 AND c.id IS NULL AND (p.ended_at = 0 OR p.ended_at > CAST(@at AS INTEGER)) AND (p.expires_on = '' OR p.expires_on >= CAST(@day AS TEXT))
GROUP BY p.person_id;
