-- The ledger's tables anew: smaller rows, no text kept twice, lists that come from indexes. Every one of them is posted
-- again from the journal after this step.

DROP TABLE search;
DROP TABLE party;
DROP TABLE alias;
DROP TABLE edge;
DROP TABLE source;
DROP TABLE source_text;
DROP TABLE question;
DROP TABLE claim;
DROP TABLE principal;
DROP TABLE statement;
DROP TABLE relay;
DROP TABLE evidence;
DROP TABLE withdrawal;
DROP TABLE ruling;
DROP TABLE merger;
DROP TABLE undone;
DROP TABLE document;
DROP TABLE standing;
DROP TABLE position;
DROP TABLE discrepancy;
DROP TABLE stand;

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
    starts      INTEGER,                      -- its passage: the first character,
    ends        INTEGER,                      -- the character after the last,
    paragraph   INTEGER,                      -- the paragraph that it begins in,
    digest      BLOB,                         -- and the SHA-256 of its text
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
    starts    INTEGER,                        -- its passage, as in statement
    ends      INTEGER,
    paragraph INTEGER,
    digest    BLOB,
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

-- What can be searched for beside statements: one row for each version of what is known of a
-- thing. Documents are counted downwards from -1, so that no number is a statement's key.
CREATE TABLE document (
    number INTEGER PRIMARY KEY,
    posted INTEGER NOT NULL,
    ended  INTEGER,
    kind   TEXT NOT NULL,
    key    INTEGER NOT NULL
) STRICT;
CREATE INDEX document_by_key ON document (kind, key);

-- The words under which things are found: of a statement under its key, of a document under its
-- number. Off-record statements are not found. Character 1 marks matches in what is found. (The
-- plus keeps the engine from looking documents up by their kind: it is to go by number.)
CREATE VIEW searchable (number, title, body) AS
SELECT key,
       replace(coalesce(quote || ' · ' || further, quote, further, ''), char(1), ' '),
       replace(coalesce(note || ' · ' || shown_as, note, shown_as, ''), char(1), ' ')
FROM (SELECT key, quote, note, shown_as,
             (SELECT group_concat(quote, ' · ')
              FROM (SELECT e.quote FROM evidence e
                    WHERE e.statement = s.key AND e.posted = s.key ORDER BY e.position)) AS further
      FROM statement s WHERE attribution <> 'off-record')
UNION ALL
SELECT number,
       replace(id || ' ' || name, char(1), ' '),
       replace(coalesce(aliases || ' ' || role, aliases, role, ''), char(1), ' ')
FROM (SELECT d.number, p.id, p.name, p.role,
             (SELECT group_concat(name, ' · ')
              FROM (SELECT a.name FROM alias a
                    WHERE a.party = p.key AND a.posted = p.posted AND a.position > 1
                    ORDER BY a.position)) AS aliases
      FROM document d JOIN party p ON p.key = d.key AND p.posted = d.posted
      WHERE +d.kind = 'party')
UNION ALL
SELECT number,
       replace(title, char(1), ' '),
       replace(coalesce(publisher || ' ' || authors, publisher, authors, ''), char(1), ' ')
FROM (SELECT d.number, s.title, s.publisher,
             (SELECT group_concat(value, ' · ') FROM json_each(s.authors)) AS authors
      FROM document d JOIN source s ON s.key = d.key AND s.posted = d.posted
      WHERE +d.kind = 'source')
UNION ALL
SELECT d.number, replace(q.text, char(1), ' '), ''
FROM document d JOIN question q ON q.key = d.key AND q.posted = d.posted
WHERE +d.kind = 'question'
UNION ALL
SELECT d.number, replace(c.text, char(1), ' '), replace(coalesce(c.topic, ''), char(1), ' ')
FROM document d JOIN claim c ON c.key = d.key AND c.posted = d.posted
WHERE +d.kind = 'claim';

-- The index of those words. It holds no text of its own.
CREATE VIRTUAL TABLE search USING fts5 (
    title, body,
    content = 'searchable', content_rowid = 'number',
    tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
INSERT INTO search (search, rank) VALUES ('rank', 'bm25(2.0, 1.0)');

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

-- Derived: whom to call about a claim, with the day by which it is due.
CREATE TABLE call (
    claim  INTEGER NOT NULL,
    posted INTEGER NOT NULL,
    party  INTEGER NOT NULL,
    ended  INTEGER,
    due    TEXT,
    PRIMARY KEY (claim, posted, party)
) STRICT, WITHOUT ROWID;
CREATE INDEX call_open ON call (party, due, claim) WHERE ended IS NULL;

-- Derived: where accounts diverge, open and resolved.
CREATE TABLE discrepancy (
    key         INTEGER PRIMARY KEY,
    posted      INTEGER NOT NULL,
    ended       INTEGER,
    kind        TEXT NOT NULL,
    rank        INTEGER NOT NULL,             -- the place of the kind in lists
    claim       INTEGER,                      -- what it is about: a claim,
    question    INTEGER,                      -- or a question
    party       INTEGER,
    weak        INTEGER NOT NULL,
    opened_at   INTEGER NOT NULL,             -- minutes
    opened_by   INTEGER,
    resolved_at INTEGER,
    resolved_by INTEGER
) STRICT;
CREATE INDEX discrepancy_open ON discrepancy (weak, rank, opened_at DESC, claim, question, party)
    WHERE ended IS NULL AND resolved_at IS NULL;
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
