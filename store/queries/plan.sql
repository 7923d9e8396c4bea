-- name: Plan :one
SELECT * FROM plan WHERE id = ?;

-- name: Plans :many
SELECT * FROM plan WHERE deleted = 0 ORDER BY name, id;

-- name: PutPlan :one
INSERT INTO plan (id, key, rev, deleted, name, note, archived, pass_limited)
VALUES (sqlc.narg('id'), @key, @rev, @deleted, @name, @note, @archived, @pass_limited)
ON CONFLICT (id) DO UPDATE SET key = excluded.key, rev = excluded.rev, deleted = excluded.deleted, name = excluded.name,
    note = excluded.note, archived = excluded.archived, pass_limited = excluded.pass_limited
RETURNING id;

-- name: PlanGroups :many
SELECT * FROM plan_group WHERE plan_id = ? ORDER BY pos;

-- name: AllPlanGroups :many
SELECT * FROM plan_group ORDER BY plan_id, pos;

-- name: DropPlanGroups :exec
DELETE FROM plan_group WHERE plan_id = ?;

-- name: AddPlanGroup :exec
INSERT INTO plan_group (plan_id, pos, space_id, ks_id, name) VALUES (?, ?, ?, ?, ?);

-- name: HolderOfPlan :one
SELECT * FROM person WHERE deleted = 0 AND (plan_id = @plan OR next_plan_id = @plan) LIMIT 1;
