-- What a maintainer decides on, and can take back. Times are unix milliseconds, UTC.

-- Runs are no longer only of `sync`.
ALTER TABLE runs ADD COLUMN command TEXT NOT NULL DEFAULT 'sync';

ALTER TABLE changes ADD COLUMN title   TEXT;    -- of the entry, for readers
ALTER TABLE changes ADD COLUMN version INTEGER; -- of the paper, as it was compared
ALTER TABLE changes ADD COLUMN words   TEXT;    -- the fingerprint of what arXiv said in the field
ALTER TABLE changes ADD COLUMN undoes  INTEGER REFERENCES changes (id); -- the change that this one takes back

CREATE INDEX changes_list ON changes (list, state);

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
