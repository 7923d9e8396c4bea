-- name: Space :one
SELECT * FROM space WHERE id = ?;

-- name: Spaces :many
SELECT * FROM space WHERE deleted = 0 ORDER BY id;

-- name: PutSpace :one
INSERT INTO space (id, key, rev, deleted, name, zone, api, issuer, client_id, redirect, vault, account_email,
    site_id, site_name, before_min, after_min, horizon_days, auto_connect, leaving, open_from, open_until,
    api_version, schedules_version, entries_version, ask_first, arrivals)
VALUES (sqlc.narg('id'), @key, @rev, @deleted, @name, @zone, @api, @issuer, @client_id, @redirect, @vault,
    @account_email, @site_id, @site_name, @before_min, @after_min, @horizon_days, @auto_connect, @leaving,
    @open_from, @open_until, @api_version, @schedules_version, @entries_version, @ask_first, @arrivals)
ON CONFLICT (id) DO UPDATE SET key = excluded.key, rev = excluded.rev, deleted = excluded.deleted, name = excluded.name,
    zone = excluded.zone, api = excluded.api, issuer = excluded.issuer, client_id = excluded.client_id,
    redirect = excluded.redirect, vault = excluded.vault, account_email = excluded.account_email,
    site_id = excluded.site_id, site_name = excluded.site_name, before_min = excluded.before_min,
    after_min = excluded.after_min, horizon_days = excluded.horizon_days, auto_connect = excluded.auto_connect,
    leaving = excluded.leaving, open_from = excluded.open_from, open_until = excluded.open_until,
    api_version = excluded.api_version, schedules_version = excluded.schedules_version,
    entries_version = excluded.entries_version, ask_first = excluded.ask_first, arrivals = excluded.arrivals
RETURNING id;
