-- What a ledger needs to share its journal with other desks. None of it is of record: the shared journal does not know
-- of it, and rebuilding leaves it as it is. Times are milliseconds since 1970-01-01T00:00Z.

-- The shared journal of which this ledger is a copy. No row: the ledger shares nothing.
CREATE TABLE sharing (
    only    INTEGER PRIMARY KEY CHECK (only = 1),
    journal TEXT NOT NULL,                     -- the id of the shared journal
    address TEXT NOT NULL,                     -- where it is, without a password
    desk    TEXT NOT NULL,                     -- what this desk is called there
    since   INTEGER NOT NULL                   -- when it was joined
) STRICT;

-- Commands that wait until the shared journal can be written.
CREATE TABLE outbox (
    number   INTEGER PRIMARY KEY,              -- in the order in which they were typed
    typed_at INTEGER NOT NULL,
    typed_by TEXT NOT NULL,
    words    TEXT NOT NULL,                    -- the command line, a JSON array
    files    TEXT NOT NULL,                    -- what it reads, a JSON object: Base64 by name; - is standard input
    held     TEXT NOT NULL,                    -- why it had to wait
    state    TEXT NOT NULL,                    -- waiting, kept, recorded, recognised or dropped
    reason   TEXT                              -- why it is in that state
) STRICT;
