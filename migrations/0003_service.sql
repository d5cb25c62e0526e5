-- What a service knows of its runs. Times are unix milliseconds, UTC.

ALTER TABLE runs ADD COLUMN deferred INTEGER NOT NULL DEFAULT 0; -- papers that got no answer
ALTER TABLE runs ADD COLUMN problem TEXT;                        -- why it failed

-- When the daemon last began with a schedule, or first saw it: what was missed meanwhile is caught up once.
CREATE TABLE schedules (
    line       TEXT    NOT NULL PRIMARY KEY, -- the crontab line
    started_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
