-- What somebody has to mend. Times are unix milliseconds, UTC.

-- The lists of the configuration that the last run over them could not work on. One that is worked on again goes.
CREATE TABLE failing_lists (
    list    TEXT    NOT NULL PRIMARY KEY, -- absolute path, or the pattern where that names none
    pattern TEXT    NOT NULL,             -- what the configuration names, absolute
    problem TEXT    NOT NULL,
    since   INTEGER NOT NULL,             -- when the first of the runs in a row that failed on it began
    runs    INTEGER NOT NULL CHECK (runs > 0),
    run_id  TEXT    NOT NULL              -- the last of them; it may be forgotten
) STRICT, WITHOUT ROWID;
