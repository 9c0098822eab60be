-- Candidates: statements that a reading of a text proposes, waiting for a person's yes.
--
-- A work list and not of record: the journal does not know of it, rebuilding leaves it as it is, and it can
-- be filled anew by reading the texts again. What is accepted becomes an entry like any other.

CREATE TABLE candidate (
    number      INTEGER PRIMARY KEY,           -- in the order in which they were proposed
    id          TEXT NOT NULL UNIQUE,
    source      INTEGER NOT NULL,
    body        TEXT NOT NULL,                 -- JSON: the reading and the proposal
    accepted    INTEGER,                       -- the entry that recorded it; null: nothing had to be recorded
    statement   INTEGER,                       -- the statement that it became, or turned out to be
    rejected_at INTEGER,                       -- milliseconds since 1970-01-01T00:00Z
    rejected_by TEXT,
    reason      TEXT
) STRICT;
CREATE INDEX candidate_by_source ON candidate (source);
CREATE INDEX candidate_by_statement ON candidate (statement) WHERE statement IS NOT NULL;
