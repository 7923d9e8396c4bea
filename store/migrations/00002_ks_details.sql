-- The versions of the SALTO KS API that an account uses, '' for the usual ones.

-- +goose Up
PRAGMA user_version = 2;

ALTER TABLE space ADD COLUMN api_version       TEXT NOT NULL DEFAULT '';
ALTER TABLE space ADD COLUMN schedules_version TEXT NOT NULL DEFAULT '';
ALTER TABLE space ADD COLUMN entries_version   TEXT NOT NULL DEFAULT '';

-- What a lock is doing, as SALTO KS names it, and the time zone of its hub.
ALTER TABLE ks_door ADD COLUMN state   TEXT    NOT NULL DEFAULT '';
ALTER TABLE ks_door ADD COLUMN privacy INTEGER NOT NULL DEFAULT 0 CHECK (privacy IN (0, 1));
ALTER TABLE ks_door ADD COLUMN zone    TEXT    NOT NULL DEFAULT '';
