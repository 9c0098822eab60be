-- The posted tables: what the journal says, in a form that answers questions quickly.
--
-- Everything here is derived. A ledger whose `user_version` differs from the number below is posted
-- again from its journal when it is opened, so these definitions may be edited freely: raise the
-- number whenever a table changes, and also when a rule change makes the old rows wrong.
-- Numbers up to 8 stand for the schemas of earlier development versions.
PRAGMA user_version = 19;

-- A key is the sequence number of the entry that first recorded the thing. A row holds from the
-- entry `posted` up to, but not including, the entry `ended` (null: it still holds).

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

-- Names that find a party: its id, name and aliases, folded for comparison.
CREATE TABLE alias (
    party    INTEGER NOT NULL,
    posted   INTEGER NOT NULL,
    position INTEGER NOT NULL,
    name     TEXT NOT NULL,
    folded   TEXT NOT NULL,
    PRIMARY KEY (party, posted, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX alias_by_name ON alias (folded);

-- Other ids of parties and claims, such as those from before they were renamed. Each row belongs to the version
-- of its party or claim that `posted` names.
CREATE TABLE other_id (
    key      INTEGER NOT NULL,
    posted   INTEGER NOT NULL,
    position INTEGER NOT NULL,
    id       TEXT NOT NULL,
    PRIMARY KEY (key, posted, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX other_id_by_id ON other_id (id);

-- The words of those names, so that part of a name finds its party.
CREATE TABLE alias_word (
    word   TEXT NOT NULL,
    party  INTEGER NOT NULL,
    posted INTEGER NOT NULL,
    PRIMARY KEY (word, party, posted)
) STRICT, WITHOUT ROWID;

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
    origin      INTEGER,                      -- the source it re-reports
    sha256      TEXT,
    PRIMARY KEY (key, posted)
) STRICT, WITHOUT ROWID;
CREATE INDEX source_by_id ON source (id);
CREATE INDEX source_by_url ON source (url) WHERE url IS NOT NULL;
CREATE INDEX source_by_origin ON source (origin) WHERE origin IS NOT NULL;

CREATE TABLE source_text (
    source INTEGER NOT NULL,
    posted INTEGER NOT NULL,
    ended  INTEGER,
    text   TEXT NOT NULL,
    PRIMARY KEY (source, posted)
) STRICT, WITHOUT ROWID;

-- Digests of some runs of words that are, or once were, in the texts of sources. They find the texts that may have
-- words in common; whether they do is seen by comparing the texts.
CREATE TABLE shingle (
    digest INTEGER NOT NULL,
    source INTEGER NOT NULL,
    PRIMARY KEY (digest, source)
) STRICT, WITHOUT ROWID;

-- Versions of sources as they were fetched. A version's number is its place among those of its source.
CREATE TABLE archived_copy (
    posted  INTEGER PRIMARY KEY,
    source  INTEGER NOT NULL,
    ended   INTEGER,
    url     TEXT NOT NULL,
    fetched TEXT NOT NULL,
    title   TEXT,
    file    TEXT NOT NULL,                    -- its name in the archive
    sha256  TEXT NOT NULL                     -- of that file
) STRICT;
CREATE INDEX archived_copy_by_source ON archived_copy (source);
CREATE INDEX archived_copy_by_url ON archived_copy (url);

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
CREATE INDEX claim_by_topic ON claim (topic) WHERE topic IS NOT NULL;
CREATE INDEX claim_by_question ON claim (question) WHERE question IS NOT NULL;
CREATE INDEX claim_by_due ON claim (due) WHERE due IS NOT NULL;

CREATE TABLE principal (
    claim    INTEGER NOT NULL,
    posted   INTEGER NOT NULL,
    position INTEGER NOT NULL,
    party    INTEGER NOT NULL,
    PRIMARY KEY (claim, posted, position)
) STRICT, WITHOUT ROWID;

-- Its indexes are in indexes.sql.
CREATE TABLE statement (
    key         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL,
    claim       INTEGER NOT NULL,
    party       INTEGER NOT NULL,
    source      INTEGER NOT NULL,
    stance      TEXT NOT NULL,
    said        TEXT,                         -- null: on the day of the source
    attribution TEXT,                         -- null: on the record
    shown_as    TEXT,
    quote       TEXT,
    starts      INTEGER,                      -- the passage: its first character,
    ends        INTEGER,                      -- the character after its last,
    paragraph   INTEGER,                      -- the paragraph it begins in,
    digest      BLOB,                         -- and the SHA-256 of its text
    note        TEXT,
    credibility TEXT                          -- null: not graded
) STRICT;

-- Who relayed a statement, nearest the source first. The claim is that of the statement.
CREATE TABLE relay (
    claim     INTEGER NOT NULL,
    statement INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    party     INTEGER NOT NULL,
    PRIMARY KEY (claim, statement, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE evidence (
    statement INTEGER NOT NULL,
    posted    INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    source    INTEGER NOT NULL,
    ended     INTEGER,
    starts    INTEGER,                        -- the passage, as in statement
    ends      INTEGER,
    paragraph INTEGER,
    digest    BLOB,
    quote     TEXT,
    PRIMARY KEY (statement, posted, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX evidence_by_source ON evidence (source);

-- Statements that the desk voided, and those that a correction superseded.
CREATE TABLE withdrawal (
    statement INTEGER NOT NULL,
    posted    INTEGER NOT NULL,
    ended     INTEGER,
    successor INTEGER,                        -- the correction; null: voided
    undone    INTEGER NOT NULL DEFAULT 0,     -- undone together with the write that recorded it
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

-- Parties and claims that were merged into another one. The old id stays an alias.
CREATE TABLE merger (
    former   INTEGER NOT NULL,
    posted   INTEGER NOT NULL,
    ended    INTEGER,
    present  INTEGER NOT NULL,
    opposite INTEGER NOT NULL,                -- the former claim says the contrary: stances are turned
    PRIMARY KEY (former, posted)
) STRICT, WITHOUT ROWID;
CREATE INDEX merger_by_present ON merger (present);

-- Undone entries, and the entry that undid each.
CREATE TABLE undone (
    seq INTEGER PRIMARY KEY,
    by  INTEGER NOT NULL
) STRICT;

-- What no person has looked at yet: parties, questions, claims and statements, by their keys, and further
-- passages, by the entries that recorded them.
CREATE TABLE unreviewed (
    key       INTEGER NOT NULL,
    posted    INTEGER NOT NULL,
    ended     INTEGER,
    statement INTEGER,                        -- whose passage it is; null: no passage
    PRIMARY KEY (key, posted)
) STRICT, WITHOUT ROWID;
CREATE INDEX unreviewed_passage ON unreviewed (statement) WHERE statement IS NOT NULL;

-- Search.

-- Everything searchable besides statements: one row per version of a record, and one per statement
-- whose passage is in an attached text. Numbers count down from -1, so they never collide with a
-- statement's key.
CREATE TABLE document (
    number INTEGER PRIMARY KEY,
    posted INTEGER NOT NULL,
    ended  INTEGER,
    kind   TEXT NOT NULL,
    key    INTEGER NOT NULL
) STRICT;
CREATE INDEX document_by_key ON document (kind, key);

-- The searchable text of a statement. Off-record statements are not searchable. Character 1 marks
-- matches in excerpts, so it is removed from the text, and so are soft hyphens (173).
CREATE VIEW searchable_statement (number, title, body) AS
SELECT key,
       replace(replace(coalesce(quote, '')
               || coalesce(CASE WHEN quote IS NULL THEN '' ELSE ' · ' END
                           || (SELECT group_concat(quote, ' · ')
                               FROM (SELECT e.quote FROM evidence e
                                     WHERE e.statement = s.key AND e.posted = s.key
                                     ORDER BY e.position)), ''), char(1), ' '), char(173), ''),
       replace(replace(coalesce(note || ' · ' || shown_as, note, shown_as, ''), char(1), ' '), char(173), '')
FROM statement s
WHERE attribution IS NOT 'off-record'
AND (quote IS NOT NULL OR note IS NOT NULL OR shown_as IS NOT NULL
     OR EXISTS (SELECT 1 FROM evidence e
                WHERE e.statement = s.key AND e.posted = s.key AND e.quote IS NOT NULL));

-- The searchable text of a version of anything else. The plus signs make SQLite look documents up
-- by number rather than by kind.
CREATE VIEW searchable_document (number, title, body) AS
SELECT number,
       replace(replace(id || ' ' || name, char(1), ' '), char(173), ''),
       replace(replace(concat_ws(' ', aliases, role, other_ids), char(1), ' '), char(173), '')
FROM (SELECT d.number, p.id, p.name, p.role,
             (SELECT group_concat(o.id, ' ') FROM other_id o
              WHERE o.key = p.key AND o.posted = p.posted) AS other_ids,
             (SELECT group_concat(name, ' · ')
              FROM (SELECT a.name FROM alias a
                    WHERE a.party = p.key AND a.posted = p.posted AND a.position > 1
                    ORDER BY a.position)) AS aliases
      FROM document d JOIN party p ON p.key = d.key AND p.posted = d.posted
      WHERE +d.kind = 'party')
UNION ALL
SELECT number,
       replace(replace(title, char(1), ' '), char(173), ''),
       replace(replace(coalesce(publisher || ' ' || authors, publisher, authors, ''), char(1), ' '), char(173), '')
FROM (SELECT d.number, s.title, s.publisher,
             (SELECT group_concat(value, ' · ') FROM json_each(s.authors)) AS authors
      FROM document d JOIN source s ON s.key = d.key AND s.posted = d.posted
      WHERE +d.kind = 'source')
UNION ALL
SELECT d.number, replace(replace(q.text, char(1), ' '), char(173), ''), ''
FROM document d JOIN question q ON q.key = d.key AND q.posted = d.posted
WHERE +d.kind = 'question'
UNION ALL
SELECT d.number, replace(replace(c.text, char(1), ' '), char(173), ''), replace(replace(coalesce(c.topic, ''), char(1), ' '), char(173), '')
FROM document d JOIN claim c ON c.key = d.key AND c.posted = d.posted
WHERE +d.kind = 'claim'
UNION ALL
SELECT d.number,
       replace(replace(coalesce(s.quote || ' · ', '')
                       || substr(t.text, s.starts + 1, s.ends - s.starts), char(1), ' '), char(173), ''),
       replace(replace(coalesce(s.note || ' · ' || s.shown_as, s.note, s.shown_as, ''),
                       char(1), ' '), char(173), '')
FROM document d JOIN statement s ON s.key = d.key
JOIN source_text t ON t.source = s.source AND t.posted <= d.posted
     AND (t.ended IS NULL OR t.ended > d.posted)
WHERE +d.kind = 'statement';

CREATE VIEW searchable (number, title, body) AS
SELECT number, title, body FROM searchable_statement
UNION ALL
SELECT number, title, body FROM searchable_document;

-- The full-text index stores no text: it reads the view above.
CREATE VIRTUAL TABLE search USING fts5 (
    title, body,
    content = 'searchable', content_rowid = 'number',
    tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
-- Bytes of index data buffered in memory before a write: a larger buffer means fewer writes during
-- an import.
INSERT INTO search (search, rank) VALUES ('hashsize', 16777216);

-- Derived by the rules.

-- Where each claim stands.
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
    positions       TEXT NOT NULL,            -- JSON; the view `position` shows its columns
    due             TEXT,                     -- the day after which it is overdue unless somebody speaks
    newest          INTEGER,                  -- minute of the last statement or ruling on its docket
    ruled_at        INTEGER                   -- minute of the first ruling on the claim
) STRICT;
-- Needed while claims are folded, so not in indexes.sql.
CREATE INDEX standing_by_claim ON standing (claim, posted, ended, newest, due);

-- Every status a claim has had in the story, so lists as of an earlier moment can read an index.
CREATE TABLE status_change (
    claim     INTEGER NOT NULL,
    began     INTEGER NOT NULL,               -- minutes; the least integer: before anything was said
    posted    INTEGER NOT NULL,
    ended     INTEGER,
    until     INTEGER,                        -- when the next one began; null: it still stands
    status    TEXT NOT NULL,
    statement INTEGER,                        -- what brought it; null: a ruling, or nothing
    PRIMARY KEY (claim, began, posted)
) STRICT, WITHOUT ROWID;

-- Who holds what on a claim, one row per party, for people who query the file with SQL.
CREATE VIEW position (claim, posted, place, party, statement, word, hearsay, unnamed) AS
SELECT s.claim, s.posted,
       p.value ->> 0,                         -- 0 firm, 1 beside, 2 principal
       p.value ->> 1,
       p.value ->> 2,
       p.value ->> 3,                         -- a stance; for a principal its answer
       p.value ->> 4,
       p.value ->> 5
FROM standing s, json_each(s.positions) p;

-- Whom to call about a claim, and when.
CREATE TABLE call (
    claim     INTEGER NOT NULL,
    party     INTEGER NOT NULL,
    began     INTEGER NOT NULL,               -- minutes
    posted    INTEGER NOT NULL,
    ended     INTEGER,
    until     INTEGER,                        -- when that changed; null: it still holds
    due       TEXT,                           -- the day by which the claim is due
    affirming INTEGER NOT NULL,               -- how many parties affirmed the claim meanwhile
    PRIMARY KEY (claim, party, began, posted)
) STRICT, WITHOUT ROWID;

-- Where accounts diverge, open and resolved.
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
CREATE INDEX discrepancy_by_claim ON discrepancy (claim) WHERE claim IS NOT NULL;
CREATE INDEX discrepancy_by_question ON discrepancy (question) WHERE question IS NOT NULL;

-- The parties on each side of a discrepancy, with the statement that puts them there.
CREATE TABLE discrepancy_side (
    discrepancy INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    side        INTEGER NOT NULL,
    claim       INTEGER NOT NULL,
    party       INTEGER NOT NULL,
    statement   INTEGER,
    PRIMARY KEY (discrepancy, position)
) STRICT, WITHOUT ROWID;

-- The periods in which each discrepancy was weak or strong, so lists as of an earlier moment can
-- read an index. Those in which a claim is overdue are here alone, up to the one that begins when its
-- day has passed.
CREATE TABLE discrepancy_span (
    subject   INTEGER NOT NULL,               -- the claim or question that it is about
    about     INTEGER NOT NULL,               -- 0 a claim, 1 a question
    rank      INTEGER NOT NULL,
    party     INTEGER NOT NULL,               -- 0: about no party
    opened_at INTEGER NOT NULL,               -- minutes
    began     INTEGER NOT NULL,
    posted    INTEGER NOT NULL,
    ended     INTEGER,
    until     INTEGER,                        -- null: it is open and still so
    weak      INTEGER NOT NULL,
    resolves  INTEGER NOT NULL,               -- whether it was resolved at `until`
    PRIMARY KEY (subject, rank, party, opened_at, began, posted)
) STRICT, WITHOUT ROWID;

-- Counts of current rows. Triggers in derived_indexes.sql maintain them; a count of zero has no
-- row.

CREATE TABLE standing_count (
    status TEXT PRIMARY KEY,
    claims INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Open discrepancies only.
CREATE TABLE discrepancy_count (
    weak INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    open INTEGER NOT NULL,
    PRIMARY KEY (weak, rank)
) STRICT, WITHOUT ROWID;

CREATE TABLE call_count (
    party  INTEGER PRIMARY KEY,
    claims INTEGER NOT NULL,
    due    TEXT                               -- the earliest day by which one of the claims is due
) STRICT;
