-- What the desk wants beside what it had: passes that limit a plan, somebody
-- who is blocked, a space that is asked before anything is sent.

-- +goose Up
PRAGMA user_version = 3;

ALTER TABLE plan   ADD COLUMN pass_limited INTEGER NOT NULL DEFAULT 0 CHECK (pass_limited IN (0, 1));
ALTER TABLE person ADD COLUMN blocked_at   INTEGER NOT NULL DEFAULT 0;
ALTER TABLE space  ADD COLUMN ask_first    INTEGER NOT NULL DEFAULT 0 CHECK (ask_first IN (0, 1));

-- What SALTO KS was seen to hold, one row for each thing that it was asked for:
-- a user (id: of the site), a group in the list of groups, and the people, doors
-- and schedules of a group. A row of kind 'list' says when the reading began
-- from which all of a kind is known.
CREATE TABLE seen (
    space_id INTEGER NOT NULL REFERENCES space,
    kind     TEXT    NOT NULL CHECK (kind IN ('user', 'group', 'people', 'doors', 'schedules', 'list')),
    id       TEXT    NOT NULL CHECK (id <> ''),
    data     TEXT    NOT NULL CHECK (json_valid(data)),
    at       INTEGER NOT NULL,
    PRIMARY KEY (space_id, kind, id)
) STRICT, WITHOUT ROWID;

-- Where SALTO KS differs from what Latchkey put there, and what the desk said.
CREATE TABLE drift (
    space_id    INTEGER NOT NULL REFERENCES space,
    key         TEXT    NOT NULL CHECK (key <> ''),
    kind        TEXT    NOT NULL CHECK (kind <> ''),
    way         TEXT    NOT NULL CHECK (way IN ('narrower', 'wider', 'other')),
    person_id   INTEGER NOT NULL,
    what        TEXT    NOT NULL CHECK (json_valid(what)),
    seen        TEXT    NOT NULL,
    found_at    INTEGER NOT NULL,
    over_at     INTEGER NOT NULL,
    answer      TEXT    NOT NULL CHECK (answer IN ('', 'keep', 'ignore')),
    answered_at INTEGER NOT NULL,
    PRIMARY KEY (space_id, key)
) STRICT;

-- Where and when a space was last brought into KS, the question that holds it
-- up ('null': none), and what the desk has agreed to.
CREATE TABLE guard (
    space_id  INTEGER PRIMARY KEY REFERENCES space,
    site_id   TEXT    NOT NULL,
    computer  TEXT    NOT NULL,
    synced_at INTEGER NOT NULL,
    restored  INTEGER NOT NULL CHECK (restored IN (0, 1)), -- an older file came in its place
    moved     INTEGER NOT NULL CHECK (moved IN (0, 1)),    -- it came from another computer
    question  TEXT    NOT NULL CHECK (json_valid(question)),
    agreed    TEXT    NOT NULL CHECK (json_valid(agreed))
) STRICT;

INSERT INTO guard (space_id, site_id, computer, synced_at, restored, moved, question, agreed)
SELECT s.id, s.site_id, '', 0, 0, 0, 'null', 'null' FROM space s
WHERE s.site_id <> '' AND EXISTS (SELECT 1 FROM binding b WHERE b.space_id = s.id);

-- The request of a step whose outcome is open, as it was made; whether a step
-- takes something from its person; whether it waits for an answer of the desk.
ALTER TABLE work ADD COLUMN request TEXT NOT NULL DEFAULT '';
ALTER TABLE work ADD COLUMN takes   INTEGER NOT NULL DEFAULT 0 CHECK (takes IN (0, 1));
ALTER TABLE work ADD COLUMN held    INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1));

-- What was sent in the last day without having been agreed to.
CREATE TABLE spent (
    id        INTEGER PRIMARY KEY,
    space_id  INTEGER NOT NULL REFERENCES space,
    at        INTEGER NOT NULL,
    way       TEXT    NOT NULL CHECK (way IN ('gives', 'takes', 'neither')),
    person_id INTEGER NOT NULL,
    object    TEXT    NOT NULL
) STRICT;
CREATE INDEX spent_at ON spent (space_id, at);
