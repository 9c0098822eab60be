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

-- The day after which a claim is overdue unless somebody speaks; null: no day will make it so.
ALTER TABLE standing ADD COLUMN due TEXT;
-- The minute from which on all that was said and ruled on its docket counts; null: nothing was.
ALTER TABLE standing ADD COLUMN newest INTEGER;
CREATE INDEX standing_by_due ON standing (due DESC, claim, posted, ended) WHERE due IS NOT NULL;

-- The words of the names under which a party is found, folded as those are.
CREATE TABLE alias_word (
    word   TEXT NOT NULL,
    party  INTEGER NOT NULL,
    posted INTEGER NOT NULL,
    PRIMARY KEY (word, party, posted)
) STRICT, WITHOUT ROWID;
