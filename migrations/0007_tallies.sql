-- What is asked of the whole ledger is kept beside it: how many claims stand how, how many discrepancies are open, how
-- many claims hang on whom, which claims a day will make overdue, and the words of names. The posted tables are filled
-- again from the journal after this step.

-- Derived: how many claims stand how now. What there is none of has no row, here and below.
CREATE TABLE standing_tally (
    status TEXT PRIMARY KEY,
    claims INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Derived: how many discrepancies are open now, by weakness and kind.
CREATE TABLE discrepancy_tally (
    weak INTEGER NOT NULL,
    rank INTEGER NOT NULL,                    -- the place of the kind in lists
    open INTEGER NOT NULL,
    PRIMARY KEY (weak, rank)
) STRICT, WITHOUT ROWID;

-- Derived: whom to call now, about how many claims, and the earliest day by which one of them is due.
CREATE TABLE call_tally (
    party  INTEGER PRIMARY KEY,
    claims INTEGER NOT NULL,
    due    TEXT
) STRICT;

-- Derived: where each claim stands. By number, so that the wide rows lie at the ends of their tree only.
DROP TABLE standing;
CREATE TABLE standing (
    key             INTEGER PRIMARY KEY,
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
    due             TEXT,                     -- the day after which it is overdue unless somebody speaks; null: none
    newest          INTEGER                   -- the minute of the last that was said or ruled on its docket
) STRICT;
CREATE INDEX standing_by_claim ON standing (claim, posted, ended, newest);
-- With what ended it, which is nothing: so the index alone answers which stand how.
CREATE INDEX standing_by_status ON standing (status, claim, ended) WHERE ended IS NULL;
CREATE INDEX standing_by_due ON standing (due DESC, claim, posted, ended) WHERE due IS NOT NULL;

-- The words of the names under which a party is found, folded as those are.
CREATE TABLE alias_word (
    word   TEXT NOT NULL,
    party  INTEGER NOT NULL,
    posted INTEGER NOT NULL,
    PRIMARY KEY (word, party, posted)
) STRICT, WITHOUT ROWID;
