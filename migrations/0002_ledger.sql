-- The ledger: what the journal says, posted. Every table here can be rebuilt from the journal.
--
-- A key is the sequence number of the entry that first recorded the thing. A row holds from the
-- entry `posted` until before the entry `ended` (null: it still holds).

CREATE TABLE party (
    key    INTEGER NOT NULL,
    posted INTEGER NOT NULL,
    ended  INTEGER,
    id     TEXT NOT NULL,
    name   TEXT NOT NULL,
    kind   TEXT NOT NULL,
    role   TEXT,
    PRIMARY KEY (key, posted)
) STRICT, WITHOUT ROWID;
CREATE INDEX party_by_id ON party (id);

-- The names under which a party is found, folded for comparison: its id, name and aliases.
CREATE TABLE alias (
    party    INTEGER NOT NULL,
    posted   INTEGER NOT NULL,
    position INTEGER NOT NULL,
    name     TEXT NOT NULL,
    folded   TEXT NOT NULL,
    PRIMARY KEY (party, posted, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX alias_by_name ON alias (folded);

CREATE TABLE edge (
    party    INTEGER NOT NULL,
    posted   INTEGER NOT NULL,
    position INTEGER NOT NULL,
    relation TEXT NOT NULL CHECK (relation IN ('speaks-for', 'member-of')),
    other    INTEGER NOT NULL,
    since    TEXT,
    until    TEXT,
    PRIMARY KEY (party, posted, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX edge_by_other ON edge (other);

CREATE TABLE source (
    key         INTEGER NOT NULL,
    posted      INTEGER NOT NULL,
    ended       INTEGER,
    id          TEXT NOT NULL,
    title       TEXT NOT NULL,
    publisher   TEXT,
    authors     TEXT NOT NULL,                -- JSON array
    url         TEXT,
    published   TEXT,
    retrieved   TEXT,
    language    TEXT,
    reliability TEXT,
    origin      INTEGER,                      -- the source that it re-reports
    sha256      TEXT,
    PRIMARY KEY (key, posted)
) STRICT, WITHOUT ROWID;
CREATE INDEX source_by_id ON source (id);
CREATE INDEX source_by_origin ON source (origin) WHERE origin IS NOT NULL;

CREATE TABLE source_text (
    source INTEGER NOT NULL,
    posted INTEGER NOT NULL,
    ended  INTEGER,
    text   TEXT NOT NULL,
    PRIMARY KEY (source, posted)
) STRICT, WITHOUT ROWID;

CREATE TABLE question (
    key    INTEGER NOT NULL,
    posted INTEGER NOT NULL,
    ended  INTEGER,
    id     TEXT NOT NULL,
    text   TEXT NOT NULL,
    PRIMARY KEY (key, posted)
) STRICT, WITHOUT ROWID;
CREATE INDEX question_by_id ON question (id);

CREATE TABLE claim (
    key      INTEGER NOT NULL,
    posted   INTEGER NOT NULL,
    ended    INTEGER,
    id       TEXT NOT NULL,
    text     TEXT NOT NULL,
    topic    TEXT,
    standard TEXT,
    question INTEGER,
    value    TEXT,                            -- JSON
    due      TEXT,
    PRIMARY KEY (key, posted)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_by_id ON claim (id);
CREATE INDEX claim_by_question ON claim (question) WHERE question IS NOT NULL;
CREATE INDEX claim_by_due ON claim (due) WHERE due IS NOT NULL;

CREATE TABLE principal (
    claim    INTEGER NOT NULL,
    posted   INTEGER NOT NULL,
    position INTEGER NOT NULL,
    party    INTEGER NOT NULL,
    PRIMARY KEY (claim, posted, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE statement (
    key         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    claim       INTEGER NOT NULL,
    party       INTEGER NOT NULL,
    source      INTEGER NOT NULL,
    stance      TEXT NOT NULL,
    said        TEXT,                         -- null: on the day of the source
    attribution TEXT NOT NULL,
    shown_as    TEXT,
    quote       TEXT,
    passage     TEXT,                         -- JSON
    note        TEXT
) STRICT;
CREATE INDEX statement_by_claim ON statement (claim, party);
CREATE INDEX statement_by_party ON statement (party);
CREATE INDEX statement_by_source ON statement (source);

-- Who relayed a statement, nearest to the source first.
CREATE TABLE relay (
    statement INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    party     INTEGER NOT NULL,
    PRIMARY KEY (statement, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX relay_by_party ON relay (party);

CREATE TABLE evidence (
    statement INTEGER NOT NULL,
    posted    INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    source    INTEGER NOT NULL,
    ended     INTEGER,
    passage   TEXT,                           -- JSON
    quote     TEXT,
    PRIMARY KEY (statement, posted, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX evidence_by_source ON evidence (source);

-- Statements that the desk took back, and those that a correction replaced.
CREATE TABLE withdrawal (
    statement INTEGER NOT NULL,
    posted    INTEGER NOT NULL,
    ended     INTEGER,
    successor INTEGER,                        -- the correction; null: voided
    undone    INTEGER NOT NULL DEFAULT 0,     -- taken back with the write that recorded it
    reason    TEXT,
    PRIMARY KEY (statement, posted)
) STRICT, WITHOUT ROWID;

CREATE TABLE ruling (
    key     INTEGER PRIMARY KEY,
    ended   INTEGER,
    claim   INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    reason  TEXT NOT NULL,
    source  INTEGER,
    ruled   TEXT NOT NULL
) STRICT;
CREATE INDEX ruling_by_claim ON ruling (claim);

-- Parties and claims that turned out to be another one. The old id stays an alias.
CREATE TABLE merger (
    former   INTEGER NOT NULL,                -- the party or claim that was merged
    posted   INTEGER NOT NULL,
    ended    INTEGER,
    present  INTEGER NOT NULL,                -- the one that it is
    opposite INTEGER NOT NULL,                -- a claim that says the contrary: stances turn
    PRIMARY KEY (former, posted)
) STRICT, WITHOUT ROWID;
CREATE INDEX merger_by_present ON merger (present);

-- The entries that were undone, by the entry that says so.
CREATE TABLE undone (
    seq INTEGER PRIMARY KEY,
    by  INTEGER NOT NULL
) STRICT;

-- What can be searched for: one row for each version of what is known of a thing.
CREATE TABLE document (
    number INTEGER PRIMARY KEY,
    posted INTEGER NOT NULL,
    ended  INTEGER,
    kind   TEXT NOT NULL,
    key    INTEGER NOT NULL,
    title  TEXT NOT NULL,
    body   TEXT NOT NULL
) STRICT;
CREATE INDEX document_by_key ON document (kind, key);

CREATE VIRTUAL TABLE search USING fts5 (
    title, body,
    content = 'document', content_rowid = 'number',
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);

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
    PRIMARY KEY (claim, posted)
) STRICT, WITHOUT ROWID;
CREATE INDEX standing_by_status ON standing (status, claim) WHERE ended IS NULL;

-- Derived: who holds what on a claim, part of the standing of the same entry.
CREATE TABLE position (
    claim     INTEGER NOT NULL,
    posted    INTEGER NOT NULL,
    place     INTEGER NOT NULL,               -- 0 firm, 1 beside, 2 principal
    position  INTEGER NOT NULL,
    party     INTEGER NOT NULL,
    statement INTEGER,
    word      TEXT NOT NULL,                  -- a stance; for a principal its answer
    hearsay   INTEGER NOT NULL,
    unnamed   INTEGER NOT NULL,
    PRIMARY KEY (claim, posted, place, position)
) STRICT, WITHOUT ROWID;

-- Derived: where accounts diverge, open and resolved.
CREATE TABLE discrepancy (
    key         INTEGER PRIMARY KEY,
    posted      INTEGER NOT NULL,
    ended       INTEGER,
    kind        TEXT NOT NULL,
    claim       INTEGER,                      -- what it is about: a claim,
    question    INTEGER,                      -- or a question
    party       INTEGER,
    weak        INTEGER NOT NULL,
    opened_at   INTEGER NOT NULL,             -- minutes
    opened_by   INTEGER,
    resolved_at INTEGER,
    resolved_by INTEGER
) STRICT;
CREATE INDEX discrepancy_open ON discrepancy (weak, kind) WHERE ended IS NULL AND resolved_at IS NULL;
CREATE INDEX discrepancy_by_claim ON discrepancy (claim) WHERE claim IS NOT NULL;
CREATE INDEX discrepancy_by_question ON discrepancy (question) WHERE question IS NOT NULL;

CREATE TABLE stand (
    discrepancy INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    side        INTEGER NOT NULL,
    claim       INTEGER NOT NULL,
    party       INTEGER NOT NULL,
    statement   INTEGER,
    PRIMARY KEY (discrepancy, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX stand_by_party ON stand (party);
CREATE INDEX stand_by_claim ON stand (claim);
