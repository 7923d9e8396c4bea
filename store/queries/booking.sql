-- name: Booking :one
SELECT * FROM booking WHERE id = ?;

-- name: Bookings :many
SELECT b.* FROM booking b JOIN room r ON r.id = b.room_id
WHERE r.space_id = @space AND b.deleted = 0 AND b.start_at < @until AND b.start_at > @least AND b.end_at > @since
ORDER BY b.start_at, b.id;

-- name: BookingsOf :many
SELECT * FROM booking WHERE person_id = @person AND deleted = 0 AND end_at > @since ORDER BY start_at, id;

-- name: BookingsOfRoom :many
SELECT * FROM booking WHERE room_id = @room AND deleted = 0 AND end_at > @since ORDER BY start_at, id;

-- name: BookingsOfSpace :many
SELECT b.* FROM booking b JOIN room r ON r.id = b.room_id WHERE r.space_id = ? ORDER BY b.id;

-- name: BookingsOfSeries :many
SELECT * FROM booking WHERE series_id = ? ORDER BY start_local, id;

-- name: Clash :one
SELECT * FROM booking
WHERE room_id = @room AND deleted = 0 AND id <> @self AND (series_id IS NULL OR series_id <> CAST(@series AS INTEGER)) AND start_at < @until AND start_at > @least AND end_at > @since
ORDER BY start_at, id LIMIT 1;

-- name: PeopleBookedFrom :many
SELECT p.id FROM person p WHERE EXISTS (
    SELECT 1 FROM booking b JOIN room r ON r.id = b.room_id
    WHERE b.person_id = p.id AND b.deleted = 0 AND b.start_at >= @since AND r.space_id = @space AND r.deleted = 0)
ORDER BY p.id;

-- name: PutBooking :one
INSERT INTO booking (id, key, rev, deleted, room_id, person_id, series_id, slot, title, start_local, end_local, start_at, end_at)
VALUES (sqlc.narg('id'), @key, @rev, @deleted, @room_id, @person_id, @series_id, @slot, @title, @start_local,
    @end_local, @start_at, @end_at)
ON CONFLICT (id) DO UPDATE SET key = excluded.key, rev = excluded.rev, deleted = excluded.deleted,
    room_id = excluded.room_id, person_id = excluded.person_id, series_id = excluded.series_id, slot = excluded.slot, title = excluded.title,
    start_local = excluded.start_local, end_local = excluded.end_local, start_at = excluded.start_at, end_at = excluded.end_at
RETURNING id;

-- name: SetInstants :exec
UPDATE booking SET start_at = ?, end_at = ? WHERE id = ?;

-- name: Series :one
SELECT * FROM series WHERE id = ?;

-- name: SeriesOfPerson :many
SELECT * FROM series WHERE person_id = ? AND deleted = 0 ORDER BY id;

-- name: AllSeries :many
SELECT s.* FROM series s JOIN room r ON r.id = s.room_id
WHERE r.space_id = ? AND r.deleted = 0 AND s.deleted = 0 ORDER BY s.id;

-- name: PutSeries :one
INSERT INTO series (id, key, rev, deleted, room_id, person_id, title, start_local, end_local, rule)
VALUES (sqlc.narg('id'), @key, @rev, @deleted, @room_id, @person_id, @title, @start_local, @end_local, @rule)
ON CONFLICT (id) DO UPDATE SET key = excluded.key, rev = excluded.rev, deleted = excluded.deleted,
    room_id = excluded.room_id, person_id = excluded.person_id, title = excluded.title,
    start_local = excluded.start_local, end_local = excluded.end_local, rule = excluded.rule
RETURNING id;
