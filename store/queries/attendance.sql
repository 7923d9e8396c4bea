-- name: AddEntry :execrows
INSERT INTO entry (space_id, id, at, category, detail, door_id, platform_id, tag_number, person_id, door_name, user_name, way, leaving, seen_at, state)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING;

-- name: PersonOfPlatform :one
SELECT person_id FROM binding WHERE space_id = @space AND kind = 'user' AND remote_alt = @platform AND remote_alt <> '';

-- name: FirstOfNobody :one
SELECT CAST(coalesce(min(at), 0) AS INTEGER) FROM entry WHERE space_id = @space AND platform_id = @platform AND person_id IS NULL AND platform_id <> '';

-- name: GiveEntries :exec
UPDATE entry SET person_id = @person WHERE space_id = @space AND platform_id = @platform AND person_id IS NULL AND platform_id <> '';

-- name: Entry :one
SELECT * FROM entry WHERE space_id = ? AND id = ?;

-- name: SetEntryState :exec
UPDATE entry SET state = ? WHERE space_id = ? AND id = ?;

-- name: LateEntries :many
SELECT * FROM entry WHERE space_id = ? AND state = 'late' ORDER BY at, id;

-- name: EntriesOfDay :many
SELECT * FROM entry WHERE space_id = ? AND at >= @since AND at < @until ORDER BY at, id;

-- name: RejectedEntries :many
SELECT * FROM entry WHERE space_id = @space AND category = 'lock_rejected' AND at >= @since ORDER BY at DESC, id LIMIT @most;

-- Entries of some people that could be presence, from an instant on.
-- name: EntriesFrom :many
SELECT * FROM entry
WHERE person_id IN (SELECT value FROM json_each(@people)) AND at >= CAST(@since AS INTEGER)
  AND category IN ('lock_opened', 'easy_office_mode') AND leaving = 0 AND state IN ('', 'counted')
ORDER BY at, id;

-- name: EntriesOfPerson :many
SELECT * FROM entry WHERE person_id = @person AND at >= @since AND at < @until ORDER BY at, id;

-- name: Collected :one
SELECT * FROM collected WHERE space_id = ?;

-- name: PutCollected :exec
INSERT INTO collected (space_id, site_id, since, part, read_at, hourly, daily, keeps) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (space_id) DO UPDATE SET site_id = excluded.site_id, since = excluded.since, part = excluded.part,
    read_at = excluded.read_at, hourly = excluded.hourly, daily = excluded.daily, keeps = excluded.keeps;

-- name: Correction :one
SELECT * FROM correction WHERE id = ?;

-- name: PutCorrection :one
INSERT INTO correction (id, key, rev, deleted, space_id, person_id, kind, at, entry_id, note)
VALUES (sqlc.narg('id'), @key, @rev, @deleted, @space_id, @person_id, @kind, @at, @entry_id, @note)
ON CONFLICT (id) DO UPDATE SET key = excluded.key, rev = excluded.rev, deleted = excluded.deleted, space_id = excluded.space_id,
    person_id = excluded.person_id, kind = excluded.kind, at = excluded.at, entry_id = excluded.entry_id, note = excluded.note
RETURNING id;

-- name: CorrectionsFrom :many
SELECT * FROM correction
WHERE deleted = 0 AND person_id IN (SELECT value FROM json_each(@people)) AND at >= CAST(@since AS INTEGER)
ORDER BY at, id;

-- Of the check-ins of some people that began before an instant, and may take in
-- what happens after it, when the first began; 0: there is none.
-- name: FirstReaching :one
SELECT CAST(coalesce(min(first_at), 0) AS INTEGER) FROM check_in
WHERE person_id IN (SELECT value FROM json_each(@people)) AND first_at < CAST(@since AS INTEGER) AND reach > CAST(@since AS INTEGER);

-- name: CheckInsFrom :many
SELECT * FROM check_in
WHERE person_id IN (SELECT value FROM json_each(@people)) AND first_at >= CAST(@since AS INTEGER)
ORDER BY first_at, person_id;

-- name: DropCheckIn :exec
DELETE FROM check_in WHERE id = ?;

-- name: AddCheckIn :exec
INSERT INTO check_in (space_id, person_id, day, first_at, last_at, out, pass_id, until_at, reach, gave_back)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: CheckInsOfDays :many
SELECT * FROM check_in WHERE space_id = @space AND day >= @since AND day <= @until ORDER BY first_at, id;

-- name: CheckInsOfPeople :many
SELECT * FROM check_in WHERE person_id IN (SELECT value FROM json_each(@people)) ORDER BY first_at DESC, person_id;

-- name: CountPerDay :many
SELECT day, count(DISTINCT person_id) AS people FROM check_in WHERE space_id = @space AND day >= @since AND day <= @until GROUP BY day ORDER BY day;

-- name: FirstCheckIn :one
SELECT CAST(coalesce(min(day), '') AS TEXT) FROM check_in WHERE space_id = ?;

-- name: Recounts :many
SELECT * FROM recount ORDER BY person_id;

-- name: Untallied :one
SELECT CAST(EXISTS (SELECT 1 FROM recount) AS INTEGER) <> 0 AS stale,
    CAST(coalesce((SELECT value FROM setting WHERE key = 'passes.month'), '') AS TEXT) AS month,
    CAST(coalesce((SELECT zone FROM space WHERE deleted = 0 ORDER BY id LIMIT 1), 'UTC') AS TEXT) AS zone;

-- name: PutRecount :exec
INSERT INTO recount (person_id, since) VALUES (?, ?)
ON CONFLICT (person_id) DO UPDATE SET since = min(since, excluded.since);

-- name: DropRecount :exec
DELETE FROM recount WHERE person_id = ?;

-- name: RecountEverybody :exec
INSERT INTO recount (person_id, since) SELECT id, CAST(@since AS INTEGER) FROM person WHERE deleted = 0
ON CONFLICT (person_id) DO UPDATE SET since = min(since, excluded.since);

-- name: TeamOf :many
SELECT t.id FROM person p
JOIN person t ON t.id = coalesce(p.main_id, p.id) OR t.main_id = coalesce(p.main_id, p.id)
WHERE p.id = @person AND t.deleted = 0
ORDER BY t.id;

-- name: HoldersOfPlan :many
SELECT id FROM person WHERE deleted = 0 AND (plan_id = @plan OR next_plan_id = @plan) ORDER BY id;

-- For each person with a check-in in some days: on how many of them, how often,
-- with how many passes, and when they were seen last.
-- name: CountPerPerson :many
SELECT person_id, count(DISTINCT day) AS days, count(*) AS check_ins, count(pass_id) AS passes, CAST(max(last_at) AS INTEGER) AS last_at
FROM check_in WHERE space_id = @space AND day >= @since AND day <= @until GROUP BY person_id ORDER BY person_id;

-- How many check-ins began in each quarter of an hour, in which every zone of
-- the world begins its hours.
-- name: CountPerQuarter :many
SELECT CAST(first_at / 900 AS INTEGER) AS quarter, count(*) AS check_ins
FROM check_in WHERE space_id = @space AND day >= @since AND day <= @until GROUP BY quarter ORDER BY quarter;

-- What the passes are called that the check-ins of some days use.
-- name: NamesOfUsedPasses :many
SELECT p.id, t.name FROM check_in c
JOIN pass p ON p.id = c.pass_id
JOIN pass_type t ON t.id = p.type_id
WHERE c.space_id = @space AND c.day >= @since AND c.day <= @until;

-- name: CorrectionsOfDays :many
SELECT * FROM correction WHERE deleted = 0 AND space_id = @space AND at >= @since AND at < @until ORDER BY at, id;
