-- What a maintainer decides on, and can take back. Times are unix milliseconds, UTC.

-- Runs are no longer only of `sync`.
ALTER TABLE runs ADD COLUMN command TEXT NOT NULL DEFAULT 'sync';

ALTER TABLE changes ADD COLUMN title   TEXT;    -- of the entry, for readers
ALTER TABLE changes ADD COLUMN version INTEGER; -- of the paper, as it was compared
ALTER TABLE changes ADD COLUMN words   TEXT;    -- the fingerprint of what arXiv said in the field
-- A change that takes back one of these rows (which may be forgotten since), and whether the list has
-- the old words after it: taking that back again makes the change once more.
ALTER TABLE changes ADD COLUMN undoes     INTEGER;
ALTER TABLE changes ADD COLUMN takes_back INTEGER NOT NULL DEFAULT 0 CHECK (takes_back IN (0, 1));

CREATE INDEX changes_list ON changes (list, state);
CREATE INDEX changes_undoes ON changes (undoes) WHERE undoes IS NOT NULL;

-- Proposals and findings that the last run over a list told of. They are told as new once.
CREATE TABLE standing (
    id      INTEGER PRIMARY KEY,
    list    TEXT    NOT NULL, -- canonical path
    item    TEXT    NOT NULL, -- the id of the change or the finding
    since   INTEGER NOT NULL, -- when the run began that told of it first
    UNIQUE (list, item)
) STRICT;

-- Every decision, as it was made; what holds is in the file of decisions.
CREATE TABLE decisions (
    id       INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    who      TEXT,
    action   TEXT    NOT NULL CHECK (action IN ('accept', 'reject', 'ignore', 'forget', 'undo')),
    item     TEXT    NOT NULL, -- the id of the change, the finding or the decision
    list     TEXT,             -- canonical path
    arxiv_id TEXT,
    field    TEXT,
    because  TEXT
) STRICT;
