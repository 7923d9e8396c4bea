-- Instants are whole seconds since 1970 in UTC, 0 for none. Dates and wall-clock
-- times are text in the space's zone, '' for none. Every table that the desk
-- edits has an external key, a revision, and a deleted mark: rows stay.

-- +goose Up
PRAGMA application_id = 1280001369; -- "LKEY"
PRAGMA user_version = 1;

CREATE TABLE meta (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    lineage TEXT    NOT NULL CHECK (length(lineage) = 36),
    install TEXT    NOT NULL CHECK (install GLOB '[0-9a-f][0-9a-f][0-9a-f][0-9a-f]'),
    serial  INTEGER NOT NULL CHECK (serial >= 0)
) STRICT;

CREATE TABLE setting (
    key   TEXT NOT NULL PRIMARY KEY CHECK (key <> ''),
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE space (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    key           TEXT    NOT NULL UNIQUE CHECK (key <> ''),
    rev           INTEGER NOT NULL CHECK (rev > 0),
    deleted       INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    name          TEXT    NOT NULL CHECK (name <> ''),
    zone          TEXT    NOT NULL CHECK (zone <> ''),
    api           TEXT    NOT NULL,
    issuer        TEXT    NOT NULL,
    client_id     TEXT    NOT NULL,
    redirect      TEXT    NOT NULL,
    vault         TEXT    NOT NULL,
    account_email TEXT    NOT NULL,
    site_id       TEXT    NOT NULL,
    site_name     TEXT    NOT NULL,
    before_min    INTEGER NOT NULL CHECK (before_min BETWEEN 0 AND 120),
    after_min     INTEGER NOT NULL CHECK (after_min BETWEEN 0 AND 120),
    horizon_days  INTEGER NOT NULL CHECK (horizon_days BETWEEN 1 AND 60),
    auto_connect  INTEGER NOT NULL CHECK (auto_connect IN (0, 1)),
    leaving       TEXT    NOT NULL CHECK (leaving IN ('suspend', 'delete')),
    open_from     TEXT    NOT NULL CHECK (open_from GLOB '[0-2][0-9]:[0-5][0-9]'),
    open_until    TEXT    NOT NULL CHECK (open_until GLOB '[0-2][0-9]:[0-5][0-9]' AND open_from < open_until)
) STRICT;

CREATE TABLE plan (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    key      TEXT    NOT NULL UNIQUE CHECK (key <> ''),
    rev      INTEGER NOT NULL CHECK (rev > 0),
    deleted  INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    name     TEXT    NOT NULL CHECK (name <> ''),
    note     TEXT    NOT NULL,
    archived INTEGER NOT NULL CHECK (archived IN (0, 1))
) STRICT;

CREATE TABLE plan_group (
    plan_id  INTEGER NOT NULL REFERENCES plan ON DELETE CASCADE,
    pos      INTEGER NOT NULL,
    space_id INTEGER NOT NULL REFERENCES space,
    ks_id    TEXT    NOT NULL,
    name     TEXT    NOT NULL CHECK (ks_id <> '' OR name <> ''),
    PRIMARY KEY (plan_id, pos)
) STRICT;
CREATE UNIQUE INDEX plan_group_once ON plan_group (plan_id, space_id, ks_id) WHERE ks_id <> '';
CREATE INDEX plan_group_space ON plan_group (space_id);

CREATE TABLE person (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    key          TEXT    NOT NULL UNIQUE CHECK (key <> ''),
    rev          INTEGER NOT NULL CHECK (rev > 0),
    deleted      INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    first_name   TEXT    NOT NULL,
    last_name    TEXT    NOT NULL CHECK (first_name <> '' OR last_name <> ''),
    email        TEXT    NOT NULL,
    email_folded TEXT    NOT NULL CHECK ((email = '') = (email_folded = '')),
    phone        TEXT    NOT NULL,
    company      TEXT    NOT NULL,
    note         TEXT    NOT NULL,
    plan_id      INTEGER REFERENCES plan,
    main_id      INTEGER REFERENCES person CHECK (main_id <> id),
    next_plan_id INTEGER REFERENCES plan,
    next_plan_on TEXT    NOT NULL CHECK ((next_plan_id IS NULL) = (next_plan_on = '')),
    starts_on    TEXT    NOT NULL,
    ends_on      TEXT    NOT NULL CHECK (ends_on = '' OR starts_on = '' OR starts_on <= date(ends_on, '+1 day')), -- the day before: never was
    paused_from  TEXT    NOT NULL,
    paused_until TEXT    NOT NULL CHECK (paused_until = '' OR (paused_from <> '' AND paused_from <= paused_until)),
    connect      TEXT    NOT NULL CHECK (connect IN ('none', 'phone and tag', 'tag only', 'phone only')),
    created_at   INTEGER NOT NULL,
    folded       TEXT    NOT NULL, -- what is searched, without case and accents
    sort         TEXT    NOT NULL, -- last name first, likewise
    CHECK (main_id IS NULL OR (plan_id IS NULL AND next_plan_id IS NULL)),
    CHECK (next_plan_id IS NULL OR plan_id IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX person_email ON person (email_folded) WHERE deleted = 0 AND email_folded <> '';
CREATE INDEX person_main ON person (main_id) WHERE main_id IS NOT NULL;
CREATE INDEX person_sort ON person (sort, id);

CREATE TABLE extra_door (
    person_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    pos       INTEGER NOT NULL,
    space_id  INTEGER NOT NULL REFERENCES space,
    ks_id     TEXT    NOT NULL,
    name      TEXT    NOT NULL CHECK (ks_id <> '' OR name <> ''),
    PRIMARY KEY (person_id, pos)
) STRICT;
CREATE UNIQUE INDEX extra_door_once ON extra_door (person_id, space_id, ks_id) WHERE ks_id <> '';
CREATE INDEX extra_door_space ON extra_door (space_id);

CREATE TABLE room (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    key        TEXT    NOT NULL UNIQUE CHECK (key <> ''),
    rev        INTEGER NOT NULL CHECK (rev > 0),
    deleted    INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    space_id   INTEGER NOT NULL REFERENCES space,
    name       TEXT    NOT NULL CHECK (name <> ''),
    note       TEXT    NOT NULL,
    before_min INTEGER CHECK (before_min BETWEEN 0 AND 120), -- NULL: the space's
    after_min  INTEGER CHECK (after_min BETWEEN 0 AND 120),
    open_from  TEXT    NOT NULL,
    open_until TEXT    NOT NULL CHECK ((open_from = '') = (open_until = '') AND (open_from = '' OR open_from < open_until))
) STRICT;
CREATE INDEX room_space ON room (space_id);

CREATE TABLE room_door (
    room_id INTEGER NOT NULL REFERENCES room ON DELETE CASCADE,
    pos     INTEGER NOT NULL,
    ks_id   TEXT    NOT NULL,
    name    TEXT    NOT NULL CHECK (ks_id <> '' OR name <> ''),
    PRIMARY KEY (room_id, pos)
) STRICT;
CREATE UNIQUE INDEX room_door_once ON room_door (room_id, ks_id) WHERE ks_id <> '';

CREATE TABLE room_group (
    room_id INTEGER NOT NULL REFERENCES room ON DELETE CASCADE,
    pos     INTEGER NOT NULL,
    ks_id   TEXT    NOT NULL,
    name    TEXT    NOT NULL CHECK (ks_id <> '' OR name <> ''),
    PRIMARY KEY (room_id, pos)
) STRICT;
CREATE UNIQUE INDEX room_group_once ON room_group (room_id, ks_id) WHERE ks_id <> '';

CREATE TABLE series (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    key         TEXT    NOT NULL UNIQUE CHECK (key <> ''),
    rev         INTEGER NOT NULL CHECK (rev > 0),
    deleted     INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    room_id     INTEGER NOT NULL REFERENCES room,
    person_id   INTEGER NOT NULL REFERENCES person,
    title       TEXT    NOT NULL,
    start_local TEXT    NOT NULL,
    end_local   TEXT    NOT NULL CHECK (start_local < end_local),
    rule        TEXT    NOT NULL CHECK (rule <> '')
) STRICT;
CREATE INDEX series_room ON series (room_id);
CREATE INDEX series_person ON series (person_id);

CREATE TABLE booking (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    key         TEXT    NOT NULL UNIQUE CHECK (key <> ''),
    rev         INTEGER NOT NULL CHECK (rev > 0),
    deleted     INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    room_id     INTEGER NOT NULL REFERENCES room,
    person_id   INTEGER NOT NULL REFERENCES person,
    series_id   INTEGER REFERENCES series,
    slot        TEXT    NOT NULL, -- the day of the series' rule that it stands for
    title       TEXT    NOT NULL,
    start_local TEXT    NOT NULL CHECK (start_local GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]'),
    end_local   TEXT    NOT NULL CHECK (end_local GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]' AND start_local < end_local),
    start_at    INTEGER NOT NULL,
    end_at      INTEGER NOT NULL CHECK (start_at < end_at)
) STRICT;
CREATE INDEX booking_room ON booking (room_id, start_at) WHERE deleted = 0;
CREATE INDEX booking_person ON booking (person_id, start_at) WHERE deleted = 0;
CREATE INDEX booking_start ON booking (start_at) WHERE deleted = 0;
CREATE INDEX booking_series ON booking (series_id) WHERE series_id IS NOT NULL;

CREATE TABLE tag (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    key       TEXT    NOT NULL UNIQUE CHECK (key <> ''),
    rev       INTEGER NOT NULL CHECK (rev > 0),
    deleted   INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    number    TEXT    NOT NULL,
    ks_id     TEXT    NOT NULL,
    uid       BLOB, -- NULL: not seen by a reader
    printed   TEXT    NOT NULL,
    state     TEXT    NOT NULL CHECK (state IN ('free', 'held', 'lost', 'broken')),
    holder_id INTEGER REFERENCES person CHECK ((state = 'held') = (holder_id IS NOT NULL)),
    CHECK (number <> '' OR uid IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX tag_number ON tag (number) WHERE deleted = 0 AND number <> '';
CREATE UNIQUE INDEX tag_uid ON tag (uid) WHERE deleted = 0 AND uid IS NOT NULL;
CREATE INDEX tag_holder_person ON tag (holder_id) WHERE holder_id IS NOT NULL;

CREATE TABLE tag_holder (
    tag_id    INTEGER NOT NULL REFERENCES tag ON DELETE CASCADE,
    pos       INTEGER NOT NULL,
    person_id INTEGER NOT NULL REFERENCES person,
    from_at   INTEGER NOT NULL,
    until_at  INTEGER NOT NULL, -- 0: still
    PRIMARY KEY (tag_id, pos)
) STRICT;
CREATE UNIQUE INDEX tag_holder_now ON tag_holder (tag_id) WHERE until_at = 0;

CREATE TABLE pass_type (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    key      TEXT    NOT NULL UNIQUE CHECK (key <> ''),
    name     TEXT    NOT NULL CHECK (name <> ''),
    minutes  INTEGER NOT NULL CHECK (minutes > 0),
    price    INTEGER NOT NULL CHECK (price >= 0), -- minor units of currency
    currency TEXT    NOT NULL CHECK (currency GLOB '[A-Z][A-Z][A-Z]')
) STRICT;

CREATE TABLE pass (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    key        TEXT    NOT NULL UNIQUE CHECK (key <> ''),
    person_id  INTEGER NOT NULL REFERENCES person,
    type_id    INTEGER NOT NULL REFERENCES pass_type,
    granted_at INTEGER NOT NULL,
    expires_on TEXT    NOT NULL
) STRICT;
CREATE INDEX pass_person ON pass (person_id);

-- What KS says happened at the doors, by the id that KS gives an entry.
CREATE TABLE entry (
    space_id    INTEGER NOT NULL REFERENCES space,
    id          TEXT    NOT NULL CHECK (id <> ''),
    at          INTEGER NOT NULL,
    category    TEXT    NOT NULL,
    detail      TEXT    NOT NULL,
    door_id     TEXT    NOT NULL,
    platform_id TEXT    NOT NULL, -- KS user, '' if KS knew none
    tag_number  TEXT    NOT NULL,
    person_id   INTEGER REFERENCES person,
    PRIMARY KEY (space_id, id)
) STRICT;
CREATE INDEX entry_at ON entry (space_id, at);
CREATE INDEX entry_person ON entry (person_id, at) WHERE person_id IS NOT NULL;

CREATE TABLE check_in (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    key       TEXT    NOT NULL UNIQUE CHECK (key <> ''),
    space_id  INTEGER NOT NULL REFERENCES space,
    person_id INTEGER NOT NULL REFERENCES person,
    day       TEXT    NOT NULL,
    first_at  INTEGER NOT NULL,
    last_at   INTEGER NOT NULL CHECK (first_at <= last_at),
    pass_id   INTEGER REFERENCES pass,
    UNIQUE (space_id, person_id, day, first_at)
) STRICT;

CREATE TABLE ks_site (
    space_id           INTEGER PRIMARY KEY REFERENCES space,
    id                 TEXT    NOT NULL,
    name               TEXT    NOT NULL,
    zone               TEXT    NOT NULL,
    seats_used         INTEGER NOT NULL,
    seats_bought       INTEGER NOT NULL,
    subscription_valid INTEGER NOT NULL CHECK (subscription_valid IN (0, 1)),
    looked_at          INTEGER NOT NULL
) STRICT;

CREATE TABLE ks_door (
    space_id  INTEGER NOT NULL REFERENCES space,
    id        TEXT    NOT NULL CHECK (id <> ''),
    name      TEXT    NOT NULL,
    online    INTEGER NOT NULL CHECK (online IN (0, 1)),
    iq        TEXT    NOT NULL,
    iq_online INTEGER NOT NULL CHECK (iq_online IN (0, 1)),
    gone      INTEGER NOT NULL CHECK (gone IN (0, 1)),
    PRIMARY KEY (space_id, id)
) STRICT;

CREATE TABLE ks_group (
    space_id  INTEGER NOT NULL REFERENCES space,
    id        TEXT    NOT NULL CHECK (id <> ''),
    name      TEXT    NOT NULL,
    managed   INTEGER NOT NULL CHECK (managed IN (0, 1)),
    detailed  INTEGER NOT NULL CHECK (detailed IN (0, 1)),
    doors     TEXT    NOT NULL CHECK (json_valid(doors)),
    schedules TEXT    NOT NULL CHECK (json_valid(schedules)),
    gone      INTEGER NOT NULL CHECK (gone IN (0, 1)),
    PRIMARY KEY (space_id, id)
) STRICT;

-- What Latchkey put into KS: users (key: the person), memberships of standing
-- groups (key: the person, remote_id: the group) and managed groups.
CREATE TABLE binding (
    space_id   INTEGER NOT NULL REFERENCES space,
    kind       TEXT    NOT NULL CHECK (kind IN ('user', 'membership', 'group')),
    key        TEXT    NOT NULL CHECK (key <> ''),
    remote_id  TEXT    NOT NULL,
    remote_alt TEXT    NOT NULL,
    person_id  INTEGER REFERENCES person CHECK ((kind = 'group') = (person_id IS NULL)),
    base_json  TEXT    NOT NULL CHECK (json_valid(base_json)),
    at         INTEGER NOT NULL,
    PRIMARY KEY (space_id, kind, key)
) STRICT;
CREATE UNIQUE INDEX binding_remote ON binding (space_id, kind, remote_id) WHERE kind <> 'membership' AND remote_id <> '';
CREATE INDEX binding_person ON binding (person_id) WHERE person_id IS NOT NULL;

CREATE TABLE work (
    space_id   INTEGER NOT NULL REFERENCES space,
    key        TEXT    NOT NULL CHECK (key <> ''),
    op         TEXT    NOT NULL,
    wish       TEXT    NOT NULL,
    person_id  INTEGER REFERENCES person,
    what       TEXT    NOT NULL CHECK (json_valid(what)),
    due        INTEGER NOT NULL,
    phase      TEXT    NOT NULL CHECK (phase IN ('waiting', 'sent', 'parked')),
    attempts   INTEGER NOT NULL CHECK (attempts >= 0),
    not_before INTEGER NOT NULL,
    sent_at    INTEGER NOT NULL,
    error      TEXT    NOT NULL CHECK (json_valid(error)),
    since      INTEGER NOT NULL,
    PRIMARY KEY (space_id, key)
) STRICT;

-- The log only grows; it names people and spaces without a foreign key,
-- because it outlives them.
CREATE TABLE log (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    at        INTEGER NOT NULL,
    space_id  INTEGER NOT NULL,
    actor     TEXT    NOT NULL CHECK (actor IN ('desk', 'sync', 'import')),
    kind      TEXT    NOT NULL CHECK (kind <> ''),
    person_id INTEGER NOT NULL,
    what      TEXT    NOT NULL CHECK (json_valid(what)),
    folded    TEXT    NOT NULL, -- what is searched; not part of the chain
    hash      TEXT    NOT NULL CHECK (length(hash) = 64)
) STRICT;
CREATE INDEX log_person ON log (person_id, id) WHERE person_id <> 0;

-- +goose StatementBegin
CREATE TRIGGER log_no_update BEFORE UPDATE ON log BEGIN
    SELECT RAISE(ABORT, 'the log only grows');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER log_no_delete BEFORE DELETE ON log BEGIN
    SELECT RAISE(ABORT, 'the log only grows');
END;
-- +goose StatementEnd

CREATE VIRTUAL TABLE person_search USING fts5(text, tokenize = 'trigram');

-- +goose StatementBegin
CREATE TRIGGER person_search_insert AFTER INSERT ON person BEGIN
    INSERT INTO person_search (rowid, text) VALUES (new.id, new.folded);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER person_search_update AFTER UPDATE OF folded ON person WHEN new.folded <> old.folded BEGIN
    UPDATE person_search SET text = new.folded || ' ' || coalesce(
        (SELECT group_concat(t.number, ' ') FROM tag t WHERE t.holder_id = new.id AND t.deleted = 0), '')
    WHERE rowid = new.id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER person_search_delete AFTER DELETE ON person BEGIN
    DELETE FROM person_search WHERE rowid = old.id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER tag_search_insert AFTER INSERT ON tag WHEN new.holder_id IS NOT NULL BEGIN
    UPDATE person_search SET text = (
        SELECT p.folded || ' ' || coalesce(
            (SELECT group_concat(t.number, ' ') FROM tag t WHERE t.holder_id = p.id AND t.deleted = 0), '')
        FROM person p WHERE p.id = new.holder_id)
    WHERE rowid = new.holder_id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER tag_search_update AFTER UPDATE OF number, holder_id, deleted ON tag BEGIN
    UPDATE person_search SET text = (
        SELECT p.folded || ' ' || coalesce(
            (SELECT group_concat(t.number, ' ') FROM tag t WHERE t.holder_id = p.id AND t.deleted = 0), '')
        FROM person p WHERE p.id = person_search.rowid)
    WHERE rowid IN (old.holder_id, new.holder_id);
END;
-- +goose StatementEnd
