-- The tables that `export --format sqlite` writes for other programs. docs/formats.md describes them.
-- Times are text: a day, a month, or a minute in UTC. Flags are 0 or 1.

CREATE TABLE about (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE parties (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    role TEXT,
    unreviewed INTEGER NOT NULL
);
CREATE TABLE aliases (
    party TEXT NOT NULL REFERENCES parties (id),
    alias TEXT NOT NULL
);
CREATE TABLE relations (
    party TEXT NOT NULL REFERENCES parties (id),
    relation TEXT NOT NULL,
    other TEXT NOT NULL REFERENCES parties (id),
    since TEXT,
    until TEXT
);

CREATE TABLE sources (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    publisher TEXT,
    authors TEXT,
    url TEXT,
    published TEXT,
    retrieved TEXT,
    language TEXT,
    reliability TEXT,
    origin TEXT REFERENCES sources (id),
    sha256 TEXT
);

CREATE TABLE questions (
    id TEXT PRIMARY KEY,
    text TEXT NOT NULL,
    unreviewed INTEGER NOT NULL
);

CREATE TABLE claims (
    id TEXT PRIMARY KEY,
    text TEXT NOT NULL,
    topic TEXT,
    status TEXT NOT NULL,
    since TEXT,
    verdict TEXT,
    standard TEXT NOT NULL,
    acknowledgement TEXT,
    question TEXT REFERENCES questions (id),
    value TEXT,
    due TEXT,
    unreviewed INTEGER NOT NULL
);
CREATE TABLE principals (
    claim TEXT NOT NULL REFERENCES claims (id),
    party TEXT NOT NULL REFERENCES parties (id),
    PRIMARY KEY (claim, party)
) WITHOUT ROWID;
CREATE TABLE statuses (
    claim TEXT NOT NULL REFERENCES claims (id),
    status TEXT NOT NULL,
    began TEXT NOT NULL,
    until TEXT
);

-- Where parties stand now.
CREATE TABLE positions (
    claim TEXT NOT NULL REFERENCES claims (id),
    party TEXT NOT NULL REFERENCES parties (id),
    position TEXT NOT NULL,
    PRIMARY KEY (claim, party, position)
) WITHOUT ROWID;

CREATE TABLE statements (
    number INTEGER PRIMARY KEY,
    id TEXT UNIQUE,
    party TEXT NOT NULL REFERENCES parties (id),
    stance TEXT NOT NULL,
    claim TEXT NOT NULL REFERENCES claims (id),
    source TEXT NOT NULL REFERENCES sources (id),
    said TEXT,
    undated INTEGER NOT NULL,
    attribution TEXT NOT NULL,
    shown_as TEXT,
    quote TEXT,
    passage_start INTEGER,
    passage_end INTEGER,
    paragraph INTEGER,
    note TEXT,
    credibility TEXT,
    unreviewed INTEGER NOT NULL
);
CREATE TABLE relays (
    statement INTEGER NOT NULL REFERENCES statements (number),
    position INTEGER NOT NULL,
    party TEXT NOT NULL REFERENCES parties (id),
    PRIMARY KEY (statement, position)
) WITHOUT ROWID;
CREATE TABLE evidence (
    statement INTEGER NOT NULL REFERENCES statements (number),
    source TEXT NOT NULL REFERENCES sources (id),
    quote TEXT,
    passage_start INTEGER,
    passage_end INTEGER,
    paragraph INTEGER,
    unreviewed INTEGER NOT NULL
);

CREATE TABLE rulings (
    claim TEXT NOT NULL REFERENCES claims (id),
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL,
    source TEXT REFERENCES sources (id),
    ruled TEXT
);

CREATE TABLE discrepancies (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    question TEXT REFERENCES questions (id),
    party TEXT REFERENCES parties (id),
    summary TEXT NOT NULL,
    weak INTEGER NOT NULL,
    opened TEXT NOT NULL,
    resolved TEXT,
    unreviewed INTEGER NOT NULL
);
CREATE TABLE discrepancy_claims (
    discrepancy INTEGER NOT NULL REFERENCES discrepancies (number),
    claim TEXT NOT NULL REFERENCES claims (id),
    PRIMARY KEY (discrepancy, claim)
) WITHOUT ROWID;
CREATE TABLE discrepancy_sides (
    discrepancy INTEGER NOT NULL REFERENCES discrepancies (number),
    side INTEGER NOT NULL,
    party TEXT NOT NULL REFERENCES parties (id),
    stance TEXT,
    claim TEXT NOT NULL REFERENCES claims (id),
    statement TEXT REFERENCES statements (id),
    said TEXT,
    source TEXT REFERENCES sources (id),
    quote TEXT
);

-- The unconfirmed claims without a ruling, with who stands by them.
CREATE VIEW unconfirmed AS
SELECT c.id, c.text, c.topic, c.since, c.due,
       (SELECT group_concat(name, ', ') FROM (
            SELECT p.name FROM positions x JOIN parties p ON p.id = x.party
            WHERE x.claim = c.id AND x.position = 'affirms' ORDER BY p.name)) AS affirmed_by
FROM claims c WHERE c.status = 'unconfirmed' AND c.verdict IS NULL;
