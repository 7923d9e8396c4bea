-- Attendance and passes: what is known of an entry, check-ins as they are worked
-- out from entries, passes and what the desk corrects, and where the reading of
-- entries stands.

-- +goose Up
PRAGMA user_version = 4;

ALTER TABLE space ADD COLUMN arrivals TEXT NOT NULL DEFAULT ''; -- KS ids of the doors that count as arriving; none: all

ALTER TABLE pass_type ADD COLUMN rev      INTEGER NOT NULL DEFAULT 1 CHECK (rev > 0);
ALTER TABLE pass_type ADD COLUMN deleted  INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1));
ALTER TABLE pass_type ADD COLUMN archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1));

-- A pass keeps the length and the price that its kind had when it was given.
ALTER TABLE pass ADD COLUMN rev      INTEGER NOT NULL DEFAULT 1 CHECK (rev > 0);
ALTER TABLE pass ADD COLUMN deleted  INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1));
ALTER TABLE pass ADD COLUMN minutes  INTEGER NOT NULL DEFAULT 1 CHECK (minutes > 0);
ALTER TABLE pass ADD COLUMN price    INTEGER NOT NULL DEFAULT 0 CHECK (price >= 0);
ALTER TABLE pass ADD COLUMN currency TEXT    NOT NULL DEFAULT 'EUR' CHECK (currency GLOB '[A-Z][A-Z][A-Z]');
ALTER TABLE pass ADD COLUMN source   TEXT    NOT NULL DEFAULT 'given' CHECK (source IN ('given', 'bought', 'allowance'));
ALTER TABLE pass ADD COLUMN batch    TEXT    NOT NULL DEFAULT ''; -- what was given together
ALTER TABLE pass ADD COLUMN note     TEXT    NOT NULL DEFAULT '';
ALTER TABLE pass ADD COLUMN ended_at INTEGER NOT NULL DEFAULT 0;  -- taken back
ALTER TABLE pass ADD COLUMN used     INTEGER NOT NULL DEFAULT 0 CHECK (used IN (0, 1)); -- by a check-in: kept by the triggers below
ALTER TABLE pass ADD COLUMN why      TEXT    NOT NULL DEFAULT '' CHECK ((ended_at = 0) = (why = ''));
UPDATE pass SET (minutes, price, currency) = (SELECT t.minutes, t.price, t.currency FROM pass_type t WHERE t.id = pass.type_id);
CREATE INDEX pass_batch ON pass (batch) WHERE batch <> '';

-- Passes that everybody with a plan has in each month.
CREATE TABLE allowance (
    plan_id INTEGER NOT NULL REFERENCES plan ON DELETE CASCADE,
    type_id INTEGER NOT NULL REFERENCES pass_type,
    count   INTEGER NOT NULL CHECK (count BETWEEN 1 AND 100),
    PRIMARY KEY (plan_id, type_id)
) STRICT, WITHOUT ROWID;

ALTER TABLE entry ADD COLUMN door_name TEXT    NOT NULL DEFAULT ''; -- when it was read
ALTER TABLE entry ADD COLUMN user_name TEXT    NOT NULL DEFAULT '';
ALTER TABLE entry ADD COLUMN way       TEXT    NOT NULL DEFAULT ''; -- tag, phone, PIN …, in KS's word
ALTER TABLE entry ADD COLUMN leaving   INTEGER NOT NULL DEFAULT 0 CHECK (leaving IN (0, 1));
ALTER TABLE entry ADD COLUMN seen_at   INTEGER NOT NULL DEFAULT 0;
ALTER TABLE entry ADD COLUMN state     TEXT    NOT NULL DEFAULT '' CHECK (state IN ('', 'late', 'counted', 'left out'));
DROP INDEX entry_person;
CREATE INDEX entry_person   ON entry (person_id, at) WHERE person_id IS NOT NULL;
CREATE INDEX entry_nobody   ON entry (space_id, platform_id) WHERE person_id IS NULL AND platform_id <> '';
CREATE INDEX entry_rejected ON entry (space_id, at) WHERE category = 'lock_rejected';
CREATE INDEX entry_late     ON entry (space_id, at) WHERE state = 'late';
CREATE INDEX binding_platform ON binding (space_id, remote_alt) WHERE kind = 'user' AND remote_alt <> '';

-- Where the reading of a site's entries stands.
CREATE TABLE collected (
    space_id  INTEGER PRIMARY KEY REFERENCES space,
    site_id   TEXT    NOT NULL,
    since     INTEGER NOT NULL, -- everything older has been read
    part      INTEGER NOT NULL, -- how far a reading came that was broken off
    read_at   INTEGER NOT NULL, -- when one last came to its end
    hourly    INTEGER NOT NULL, -- when one last went back a day
    daily     INTEGER NOT NULL, -- and more than a week
    keeps     INTEGER NOT NULL  -- for how many seconds KS keeps an entry; 0: not known
) STRICT;

-- What the desk says of somebody's presence.
CREATE TABLE correction (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    key       TEXT    NOT NULL UNIQUE CHECK (key <> ''),
    rev       INTEGER NOT NULL CHECK (rev > 0),
    deleted   INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    space_id  INTEGER NOT NULL REFERENCES space,
    person_id INTEGER NOT NULL REFERENCES person,
    kind      TEXT    NOT NULL CHECK (kind IN ('in', 'out', 'not')),
    at        INTEGER NOT NULL,
    entry_id  TEXT    NOT NULL CHECK ((entry_id <> '') = (kind = 'not')),
    note      TEXT    NOT NULL
) STRICT;
CREATE INDEX correction_person ON correction (person_id, at) WHERE deleted = 0;

-- A check-in is worked out, never edited: from the first to the last that is
-- known of somebody's stay, with the pass that it uses.
ALTER TABLE check_in RENAME TO old_check_in;
CREATE TABLE check_in (
    id        INTEGER PRIMARY KEY,
    space_id  INTEGER NOT NULL REFERENCES space,
    person_id INTEGER NOT NULL REFERENCES person,
    day       TEXT    NOT NULL,
    first_at  INTEGER NOT NULL,
    last_at   INTEGER NOT NULL CHECK (first_at <= last_at),
    out       INTEGER NOT NULL CHECK (out IN (0, 1)), -- last_at is when they left, as the desk says
    pass_id   INTEGER REFERENCES pass CHECK ((pass_id IS NULL) = (until_at = 0)),
    until_at  INTEGER NOT NULL,                       -- the end of the pass
    reach     INTEGER NOT NULL CHECK (reach > first_at), -- before this it may take in more
    gave_back TEXT    NOT NULL CHECK (json_valid(gave_back))
) STRICT;
INSERT INTO check_in (space_id, person_id, day, first_at, last_at, out, pass_id, until_at, reach, gave_back)
SELECT c.space_id, c.person_id, min(c.day), min(c.first_at), max(c.last_at), 0, c.pass_id,
    CASE WHEN c.pass_id IS NULL THEN 0 ELSE min(c.first_at) + p.minutes * 60 END, max(c.last_at) + 86400, '[]'
FROM old_check_in c LEFT JOIN pass p ON p.id = c.pass_id
GROUP BY coalesce(c.pass_id, -c.id);
DROP TABLE old_check_in;
CREATE UNIQUE INDEX check_in_pass  ON check_in (pass_id) WHERE pass_id IS NOT NULL;
CREATE UNIQUE INDEX check_in_first ON check_in (person_id, first_at);
CREATE INDEX check_in_reach        ON check_in (person_id, reach);
CREATE INDEX check_in_day          ON check_in (space_id, day);
CREATE INDEX check_in_until        ON check_in (until_at) WHERE pass_id IS NOT NULL;

-- Whoever plans asks for the passes that are still good, of all that were ever
-- given: most are used.
UPDATE pass SET used = 1 WHERE id IN (SELECT pass_id FROM check_in);
CREATE INDEX pass_good ON pass (expires_on) WHERE used = 0 AND deleted = 0;
-- +goose StatementBegin
CREATE TRIGGER check_in_uses AFTER INSERT ON check_in WHEN NEW.pass_id IS NOT NULL BEGIN
    UPDATE pass SET used = 1 WHERE id = NEW.pass_id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER check_in_frees AFTER DELETE ON check_in WHEN OLD.pass_id IS NOT NULL BEGIN
    UPDATE pass SET used = 0 WHERE id = OLD.pass_id;
END;
-- +goose StatementEnd

-- Whose check-ins are to be worked out anew, and from when on.
CREATE TABLE recount (
    person_id INTEGER PRIMARY KEY REFERENCES person,
    since     INTEGER NOT NULL
) STRICT;
