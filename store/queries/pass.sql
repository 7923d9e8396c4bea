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
