-- One trigger before an entry and one before a body, and both let many go in by one statement; positions that lie in
-- the row of their standing; indexes that answer alone what lists and counts ask. The posted tables are filled again
-- from the journal after this step.

DROP TRIGGER entry_follows;
DROP TRIGGER entry_time;
DROP TRIGGER body_is_of_head;

CREATE TRIGGER entry_follows BEFORE INSERT ON entry
WHEN NOT EXISTS (
    SELECT 1 FROM (SELECT seq, recorded_at FROM entry ORDER BY seq DESC LIMIT 1) newest
    WHERE newest.seq = NEW.seq - 1 AND newest.recorded_at <= NEW.recorded_at
) AND (NEW.seq <> 1 OR EXISTS (SELECT 1 FROM entry))
BEGIN SELECT raise(ABORT, 'the journal takes the next entry only, and its time never decreases'); END;

CREATE TRIGGER body_stays_out BEFORE INSERT ON body
WHEN EXISTS (SELECT 1 FROM redaction WHERE redaction.seq = NEW.seq)
BEGIN SELECT raise(ABORT, 'a redacted body does not come back'); END;

DROP TABLE position;
DROP TABLE standing;

-- Derived: where each claim stands.
CREATE TABLE standing (
    claim           INTEGER NOT NULL,
    posted          INTEGER NOT NULL,
    ended           INTEGER,
    status          TEXT NOT NULL,
    acknowledgement TEXT,
    origins         INTEGER NOT NULL,
    last_firm       INTEGER,                  -- minutes since 1970-01-01T00:00Z
    verdict         TEXT,
    since           INTEGER,                  -- minutes; null: nothing was said
    since_statement INTEGER,
    positions       TEXT NOT NULL,            -- JSON: who holds what; the view has its columns
    PRIMARY KEY (claim, posted)
) STRICT, WITHOUT ROWID;
-- With what ended it, which is nothing: so the index alone answers how many stand how.
CREATE INDEX standing_by_status ON standing (status, claim, ended) WHERE ended IS NULL;

-- Who holds what on a claim, a row a party, for those who ask with SQL.
CREATE VIEW position (claim, posted, place, party, statement, word, hearsay, unnamed) AS
SELECT s.claim, s.posted,
       p.value ->> 0,                         -- 0 firm, 1 beside, 2 principal
       p.value ->> 1,
       p.value ->> 2,
       p.value ->> 3,                         -- a stance; for a principal its answer
       p.value ->> 4,
       p.value ->> 5
FROM standing s, json_each(s.positions) p;

-- Derived: whom to call about a claim, with the day by which it is due and how many parties affirm it.
DROP TABLE call;
CREATE TABLE call (
    claim  INTEGER NOT NULL,
    posted INTEGER NOT NULL,
    party  INTEGER NOT NULL,
    ended  INTEGER,
    due    TEXT,
    behind INTEGER NOT NULL,                  -- how many affirm it
    PRIMARY KEY (claim, posted, party)
) STRICT, WITHOUT ROWID;
CREATE INDEX call_open ON call (party, due, behind DESC, claim, ended) WHERE ended IS NULL;

DROP INDEX discrepancy_open;
CREATE INDEX discrepancy_open
    ON discrepancy (weak, rank, opened_at DESC, claim, question, party, ended, resolved_at)
    WHERE ended IS NULL AND resolved_at IS NULL;

-- Words are gathered in memory before they are put away: more of them (in bytes), so that an import puts away less often.
INSERT INTO search (search, rank) VALUES ('hashsize', 16777216);
