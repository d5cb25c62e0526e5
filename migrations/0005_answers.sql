-- Rows of kilobytes in the order in which they came, found by an index: in the order of their keys they took more than
-- twice the space. Whether a text is whole is told by its checksum when it is read, not by parsing every row again.

CREATE TABLE new_papers (
    id              INTEGER PRIMARY KEY,
    arxiv_id        TEXT    NOT NULL,
    asked_version   INTEGER NOT NULL CHECK (asked_version >= 0), -- 0: the latest
    outcome         TEXT    NOT NULL CHECK (outcome IN ('found', 'absent')),
    paper           TEXT,   -- JSON
    fetched_at      INTEGER NOT NULL,
    first_absent_at INTEGER,
    absent_days     INTEGER NOT NULL DEFAULT 0, -- different days (UTC) on which arXiv answered without it
    UNIQUE (arxiv_id, asked_version),
    CHECK ((outcome = 'found') = (paper IS NOT NULL)),
    CHECK ((outcome = 'absent') = (first_absent_at IS NOT NULL)),
    CHECK ((outcome = 'absent') = (absent_days > 0))
) STRICT;
INSERT INTO new_papers (arxiv_id, asked_version, outcome, paper, fetched_at, first_absent_at, absent_days)
    SELECT arxiv_id, asked_version, outcome, paper, fetched_at, first_absent_at, absent_days FROM papers;
DROP TABLE papers;
ALTER TABLE new_papers RENAME TO papers;

CREATE TABLE new_raw_records (
    id         INTEGER PRIMARY KEY,
    arxiv_id   TEXT    NOT NULL UNIQUE,
    record     TEXT,   -- JSON; NULL: arXiv has none
    fetched_at INTEGER NOT NULL
) STRICT;
INSERT INTO new_raw_records (arxiv_id, record, fetched_at) SELECT arxiv_id, record, fetched_at FROM raw_records;
DROP TABLE raw_records;
ALTER TABLE new_raw_records RENAME TO raw_records;

CREATE TABLE new_searches (
    id         INTEGER PRIMARY KEY,
    query      TEXT    NOT NULL UNIQUE, -- its words
    papers     TEXT    NOT NULL,        -- JSON, the likeliest first
    fetched_at INTEGER NOT NULL
) STRICT;
INSERT INTO new_searches (query, papers, fetched_at) SELECT query, papers, fetched_at FROM searches;
DROP TABLE searches;
ALTER TABLE new_searches RENAME TO searches;

-- When something was last done that need not be done in every run. Times are unix milliseconds, UTC.
CREATE TABLE upkeep (
    task    TEXT    NOT NULL PRIMARY KEY CHECK (task IN ('check')),
    done_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
