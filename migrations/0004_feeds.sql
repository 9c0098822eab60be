-- Feeds that are followed, and the articles that were found in them. Like candidates this is work to be done and not of record:
-- the journal does not know of it, and rebuilding leaves it as it is. Times are milliseconds since 1970-01-01T00:00Z.

CREATE TABLE feed (
    number   INTEGER PRIMARY KEY,
    url      TEXT NOT NULL UNIQUE,
    title    TEXT,                             -- what it calls itself
    topic    TEXT,                             -- the topic of claims that are new in its articles
    page     INTEGER NOT NULL,                 -- 1: a page without a feed, which is its own only find
    every    INTEGER NOT NULL,                 -- the least minutes between two looks at it
    ttl      INTEGER,                          -- the minutes for which it asks to be left alone
    etag     TEXT,                             -- what its server sent along, verbatim
    modified TEXT,
    checked  INTEGER,                          -- when it was looked at last
    due      INTEGER,                          -- when to look at it next
    closed   INTEGER,                          -- until when its server does not want to be asked
    failures INTEGER NOT NULL DEFAULT 0,       -- in a row
    error    TEXT                              -- what went wrong last
) STRICT;

CREATE TABLE find (
    number    INTEGER PRIMARY KEY,
    feed      INTEGER NOT NULL,                -- its number
    item      TEXT NOT NULL,                   -- what the feed tells it from others by
    url       TEXT NOT NULL,
    title     TEXT,
    published INTEGER,
    source    INTEGER,                         -- the key of the source that it became; null: not fetched yet
    reported  INTEGER NOT NULL DEFAULT 0,      -- how many versions of that source were reported
    etag      TEXT,
    modified  TEXT,
    checked   INTEGER,
    due       INTEGER,                         -- null: another find is the same article, and looked at instead
    closed    INTEGER,
    failures  INTEGER NOT NULL DEFAULT 0,
    error     TEXT,
    UNIQUE (feed, item)
) STRICT;
CREATE INDEX find_by_due ON find (due);
CREATE INDEX find_by_url ON find (url);
CREATE INDEX find_by_source ON find (source);
