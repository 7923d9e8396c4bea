-- Tags: how they talk, who gave each and why a holding ended, when each was at a
-- door, and which tags the site has.

-- +goose Up
PRAGMA user_version = 5;

ALTER TABLE tag ADD COLUMN tech TEXT NOT NULL DEFAULT '' CHECK (tech IN ('', '13.56 MHz', '125 kHz')); -- '': not known

-- A holding of before this version knows neither, but for what can be told from
-- the next one and from the tag.
ALTER TABLE tag_holder ADD COLUMN given_by TEXT NOT NULL DEFAULT ''; -- as in log.actor
ALTER TABLE tag_holder ADD COLUMN ended    TEXT NOT NULL DEFAULT '' CHECK (ended = '' OR (until_at <> 0 AND ended IN ('returned', 'lost', 'broken', 'given', 'removed')));
UPDATE tag_holder SET ended = 'given' WHERE until_at <> 0 AND EXISTS (
    SELECT 1 FROM tag_holder n WHERE n.tag_id = tag_holder.tag_id AND n.pos = tag_holder.pos + 1 AND n.from_at = tag_holder.until_at);
UPDATE tag_holder SET ended = (SELECT t.state FROM tag t WHERE t.id = tag_holder.tag_id)
WHERE until_at <> 0 AND ended = ''
    AND NOT EXISTS (SELECT 1 FROM tag_holder n WHERE n.tag_id = tag_holder.tag_id AND n.pos > tag_holder.pos)
    AND EXISTS (SELECT 1 FROM tag t WHERE t.id = tag_holder.tag_id AND t.state IN ('lost', 'broken'));

-- When a tag was last at a door.
CREATE INDEX entry_tag ON entry (tag_number, at) WHERE tag_number <> '';

-- The tags that a site has, as last read.
CREATE TABLE site_tag (
    space_id      INTEGER NOT NULL REFERENCES space,
    ks_id         TEXT    NOT NULL CHECK (ks_id <> ''),
    number        TEXT    NOT NULL,
    first_seen_at INTEGER NOT NULL,
    gone          INTEGER NOT NULL CHECK (gone IN (0, 1)),
    PRIMARY KEY (space_id, ks_id)
) STRICT, WITHOUT ROWID;
