-- The journal: the book of original entry. Nothing in it is ever changed.
--
-- The triggers make tampering evident to honest programs, not impossible: whoever can write the
-- file can drop them. What holds is the hash chain (docs/journal.md).

CREATE TABLE entry (
    seq         INTEGER PRIMARY KEY,          -- 1, 2, 3 … without gaps
    written     INTEGER NOT NULL,             -- the first entry of the write it belongs to
    recorded_at INTEGER NOT NULL,             -- milliseconds since 1970-01-01T00:00Z
    recorded_by TEXT    NOT NULL,
    digest      BLOB    NOT NULL,             -- SHA-256 over salt and body
    previous    BLOB    NOT NULL,             -- hash of entry seq - 1; 32 zero bytes for the first
    hash        BLOB    NOT NULL              -- SHA-256 over all of the above
) STRICT;

CREATE TABLE body (
    seq   INTEGER PRIMARY KEY REFERENCES entry (seq),
    salt  BLOB NOT NULL,                      -- 16 random bytes: a redacted body cannot be guessed
    bytes BLOB NOT NULL                       -- JSON, exactly as it was hashed
) STRICT;

-- The entries whose bodies were taken out, by the entry that says so.
CREATE TABLE redaction (
    seq INTEGER PRIMARY KEY,
    by  INTEGER NOT NULL
) STRICT;

CREATE TRIGGER entry_follows BEFORE INSERT ON entry
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entry)
BEGIN SELECT raise(ABORT, 'the journal takes the next entry only'); END;

CREATE TRIGGER entry_time BEFORE INSERT ON entry
WHEN NEW.recorded_at < (SELECT recorded_at FROM entry ORDER BY seq DESC LIMIT 1)
BEGIN SELECT raise(ABORT, 'the journal''s time never decreases'); END;

CREATE TRIGGER entry_is_final BEFORE UPDATE ON entry
BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER entry_stays BEFORE DELETE ON entry
BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER body_is_of_head BEFORE INSERT ON body
WHEN NEW.seq IS NOT (SELECT max(seq) FROM entry)
BEGIN SELECT raise(ABORT, 'a body goes with the newest entry only'); END;

CREATE TRIGGER body_is_final BEFORE UPDATE ON body
BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER body_stays BEFORE DELETE ON body
WHEN NOT EXISTS (SELECT 1 FROM redaction WHERE redaction.seq = OLD.seq)
BEGIN SELECT raise(ABORT, 'a body goes by redaction only'); END;
