-- name: Person :one
SELECT * FROM person WHERE id = ?;

-- name: People :many
SELECT * FROM person WHERE deleted <= @with_deleted ORDER BY sort, id LIMIT @most;

-- name: CountPeople :one
SELECT count(*) FROM person WHERE deleted = 0;

-- name: FirstPeople :many
SELECT * FROM person WHERE deleted = 0 ORDER BY folded, id LIMIT @most;

-- name: PeopleAround :many
SELECT * FROM person WHERE deleted = 0 AND (id IN (sqlc.slice('mains')) OR main_id IN (sqlc.slice('teams'))) ORDER BY sort, id;

-- name: SearchPeople :many
SELECT p.* FROM person_search s JOIN person p ON p.id = s.rowid
WHERE s.text LIKE @word1 AND s.text LIKE @word2 AND s.text LIKE @word3 AND p.deleted <= @with_deleted
ORDER BY p.sort, p.id LIMIT @most;

-- name: CoMembers :many
SELECT * FROM person WHERE main_id = ? AND deleted = 0 ORDER BY sort, id;

-- name: PersonOfEmail :one
SELECT * FROM person WHERE email_folded = ? AND email_folded <> '' AND deleted = 0;

-- name: PeopleNamed :many
SELECT p.* FROM person p WHERE p.deleted = 0 AND (
    p.key = @exact OR (p.email_folded = @folded AND p.email_folded <> '')
    OR p.id IN (SELECT t.holder_id FROM tag t WHERE t.deleted = 0 AND t.holder_id IS NOT NULL AND t.number = @exact)
    OR p.id IN (SELECT s.rowid FROM person_search s WHERE s.text LIKE @pattern))
ORDER BY p.sort, p.id;

-- name: PutPerson :one
INSERT INTO person (id, key, rev, deleted, first_name, last_name, email, email_folded, phone, company, note, plan_id,
    main_id, next_plan_id, next_plan_on, starts_on, ends_on, paused_from, paused_until, connect, created_at, folded, sort, blocked_at)
VALUES (sqlc.narg('id'), @key, @rev, @deleted, @first_name, @last_name, @email, @email_folded, @phone, @company,
    @note, @plan_id, @main_id, @next_plan_id, @next_plan_on, @starts_on, @ends_on, @paused_from,
    @paused_until, @connect, @created_at, @folded, @sort, @blocked_at)
ON CONFLICT (id) DO UPDATE SET key = excluded.key, rev = excluded.rev, deleted = excluded.deleted,
    first_name = excluded.first_name, last_name = excluded.last_name, email = excluded.email,
    email_folded = excluded.email_folded, phone = excluded.phone, company = excluded.company, note = excluded.note,
    plan_id = excluded.plan_id, main_id = excluded.main_id, next_plan_id = excluded.next_plan_id,
    next_plan_on = excluded.next_plan_on, starts_on = excluded.starts_on, ends_on = excluded.ends_on,
    paused_from = excluded.paused_from, paused_until = excluded.paused_until, connect = excluded.connect,
    created_at = excluded.created_at, folded = excluded.folded, sort = excluded.sort, blocked_at = excluded.blocked_at
RETURNING id;

-- name: ExtraDoorsOf :many
SELECT * FROM extra_door WHERE person_id IN (sqlc.slice('people')) ORDER BY person_id, pos;

-- name: AllExtraDoors :many
SELECT * FROM extra_door ORDER BY person_id, pos;

-- name: DropExtraDoors :exec
DELETE FROM extra_door WHERE person_id = ?;

-- name: AddExtraDoor :exec
INSERT INTO extra_door (person_id, pos, space_id, ks_id, name) VALUES (?, ?, ?, ?, ?);

-- name: RemovedPeople :many
SELECT id, created_at FROM person WHERE deleted = 1;

-- name: LastPerson :one
SELECT CAST(coalesce(max(id), 0) AS INTEGER) FROM person;
