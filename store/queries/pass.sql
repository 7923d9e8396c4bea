-- name: PassType :one
SELECT * FROM pass_type WHERE id = ?;

-- name: PassTypes :many
SELECT * FROM pass_type ORDER BY minutes, id;

-- name: PutPassType :one
INSERT INTO pass_type (id, key, name, minutes, price, currency) VALUES (sqlc.narg('id'), @key, @name, @minutes, @price, @currency)
ON CONFLICT (id) DO UPDATE SET key = excluded.key, name = excluded.name, minutes = excluded.minutes,
    price = excluded.price, currency = excluded.currency
RETURNING id;

-- name: Pass :one
SELECT * FROM pass WHERE id = ?;

-- name: Passes :many
SELECT * FROM pass ORDER BY granted_at, id;

-- name: PutPass :one
INSERT INTO pass (id, key, person_id, type_id, granted_at, expires_on) VALUES (sqlc.narg('id'), @key, @person_id, @type_id, @granted_at, @expires_on)
ON CONFLICT (id) DO UPDATE SET key = excluded.key, person_id = excluded.person_id, type_id = excluded.type_id,
    granted_at = excluded.granted_at, expires_on = excluded.expires_on
RETURNING id;

-- Passes that are not over, with when a check-in began to use them, 0: none
-- has. A check-in that goes on behind midnight is two rows with one pass.
-- name: PassTimes :many
SELECT p.person_id, p.granted_at, p.expires_on, t.minutes, CAST(coalesce(c.first_at, 0) AS INTEGER) AS first_at
FROM pass p
JOIN pass_type t ON t.id = p.type_id
LEFT JOIN (SELECT pass_id, min(first_at) AS first_at FROM check_in WHERE pass_id IS NOT NULL GROUP BY pass_id) c ON c.pass_id = p.id
WHERE c.first_at + t.minutes * 60 > CAST(@since AS INTEGER)
   OR c.first_at IS NULL AND (p.expires_on = '' OR p.expires_on >= CAST(@day AS TEXT))
ORDER BY p.person_id, p.id;
