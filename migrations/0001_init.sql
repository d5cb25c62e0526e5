-- The first schema. Times are unix milliseconds, UTC. Never edit a released migration; add the next one.

-- What arXiv answered, one row for every way of asking for a paper.
CREATE TABLE papers (
    arxiv_id        TEXT    NOT NULL,
    asked_version   INTEGER NOT NULL CHECK (asked_version >= 0), -- 0: the latest
    outcome         TEXT    NOT NULL CHECK (outcome IN ('found', 'absent')),
    paper           TEXT    CHECK (paper IS NULL OR json_valid(paper)),
    fetched_at      INTEGER NOT NULL,
    first_absent_at INTEGER,
    absent_days     INTEGER NOT NULL DEFAULT 0, -- different days (UTC) on which arXiv answered without it
    PRIMARY KEY (arxiv_id, asked_version),
    CHECK ((outcome = 'found') = (paper IS NOT NULL)),
    CHECK ((outcome = 'absent') = (first_absent_at IS NOT NULL)),
    CHECK ((outcome = 'absent') = (absent_days > 0))
) STRICT, WITHOUT ROWID;

-- When a host last answered, so that a new run keeps the distance too.
CREATE TABLE pace (
    host        TEXT    NOT NULL PRIMARY KEY,
    last_answer INTEGER NOT NULL,
    not_before  INTEGER,          -- until then the host does not want to be asked
    why         TEXT
) STRICT, WITHOUT ROWID;

-- One row for every run that may write. A run without an outcome broke off.
CREATE TABLE runs (
    id          TEXT    NOT NULL PRIMARY KEY,
    mode        TEXT    NOT NULL CHECK (mode IN ('apply', 'dry-run', 'check')),
    started_at  INTEGER NOT NULL,
    finished_at INTEGER,
    outcome     TEXT    CHECK (outcome IN ('clean', 'changed', 'incomplete', 'failed')),
    requests    INTEGER NOT NULL DEFAULT 0,
    retries     INTEGER NOT NULL DEFAULT 0,
    cache_hits  INTEGER NOT NULL DEFAULT 0,
    papers      INTEGER NOT NULL DEFAULT 0,
    CHECK ((finished_at IS NULL) = (outcome IS NULL))
) STRICT;

-- One row for every list that a run is about to write; recorded before the list is touched.
CREATE TABLE writes (
    id            INTEGER PRIMARY KEY,
    run_id        TEXT    NOT NULL REFERENCES runs (id),
    list          TEXT    NOT NULL, -- canonical path
    sha256_before TEXT    NOT NULL,
    sha256_after  TEXT    NOT NULL,
    temp_name     TEXT    NOT NULL, -- in the list's folder
    state         TEXT    NOT NULL CHECK (state IN ('planned', 'applied', 'conflict', 'aborted')),
    planned_at    INTEGER NOT NULL,
    settled_at    INTEGER,
    UNIQUE (run_id, list),
    CHECK (sha256_before <> sha256_after),
    CHECK ((state = 'planned') = (settled_at IS NULL))
) STRICT;

CREATE INDEX writes_planned ON writes (id) WHERE state = 'planned';

-- Every decided difference of a run. Those that no write carries out are only noted.
CREATE TABLE changes (
    id        INTEGER PRIMARY KEY,
    run_id    TEXT    NOT NULL REFERENCES runs (id),
    write_id  INTEGER REFERENCES writes (id),
    change_id TEXT    NOT NULL, -- the same difference has the same one in every run
    list      TEXT    NOT NULL,
    line      INTEGER NOT NULL CHECK (line >= 1),
    arxiv_id  TEXT    NOT NULL,
    field     TEXT    NOT NULL CHECK (field IN ('title', 'link', 'authors', 'abstract')),
    kind      TEXT    NOT NULL CHECK (kind IN ('fill', 'correct')),
    decision  TEXT    NOT NULL CHECK (decision IN ('apply', 'propose', 'skip')),
    why       TEXT,
    before    TEXT,
    after     TEXT    NOT NULL,
    edits     TEXT    NOT NULL CHECK (json_valid(edits)), -- as in the JSON report
    state     TEXT    NOT NULL CHECK (state IN ('noted', 'planned', 'applied', 'conflict', 'aborted')),
    CHECK ((state = 'noted') = (write_id IS NULL))
) STRICT;

CREATE INDEX changes_run ON changes (run_id);
CREATE INDEX changes_write ON changes (write_id);
