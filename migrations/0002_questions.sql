-- Answers to questions that cost a request each. Times are unix milliseconds, UTC.

-- The latest version of a paper as its authors submitted it.
CREATE TABLE raw_records (
    arxiv_id   TEXT    NOT NULL PRIMARY KEY,
    record     TEXT    CHECK (record IS NULL OR json_valid(record)), -- NULL: arXiv has none
    fetched_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What a search for a title found.
CREATE TABLE searches (
    query      TEXT    NOT NULL PRIMARY KEY, -- its words
    papers     TEXT    NOT NULL CHECK (json_valid(papers)), -- the likeliest first
    fetched_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
