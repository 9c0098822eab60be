-- The ids of statements lie in an index that can be left out while a ledger gets its first ones, and be made by sorting.
-- The words under which things are found are two views, one of statements and one of documents, so that the words of a
-- statement are put together once. The posted tables are filled again from the journal after this step.

DROP VIEW searchable;
DROP TABLE statement;

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
    starts      INTEGER,                      -- its passage: the first character,
    ends        INTEGER,                      -- the character after the last,
    paragraph   INTEGER,                      -- the paragraph that it begins in,
    digest      BLOB,                         -- and the SHA-256 of its text
    note        TEXT
) STRICT;
CREATE UNIQUE INDEX statement_by_id ON statement (id);
-- With all that verdicts depend on: so what was said on a claim lies side by side.
CREATE INDEX statement_by_claim ON statement (claim, party, source, stance, said, attribution);
CREATE INDEX statement_by_party ON statement (party);
CREATE INDEX statement_by_source ON statement (source);

-- The words under which a statement is found: off-record ones are not. Character 1 marks matches in what is found.
CREATE VIEW searchable_statement (number, title, body) AS
SELECT key,
       replace(coalesce(quote, '')
               || coalesce(CASE WHEN quote IS NULL THEN '' ELSE ' · ' END
                           || (SELECT group_concat(quote, ' · ')
                               FROM (SELECT e.quote FROM evidence e
                                     WHERE e.statement = s.key AND e.posted = s.key
                                     ORDER BY e.position)), ''), char(1), ' '),
       replace(coalesce(note || ' · ' || shown_as, note, shown_as, ''), char(1), ' ')
FROM statement s
WHERE attribution IS NOT 'off-record'
AND (quote IS NOT NULL OR note IS NOT NULL OR shown_as IS NOT NULL
     OR EXISTS (SELECT 1 FROM evidence e
                WHERE e.statement = s.key AND e.posted = s.key AND e.quote IS NOT NULL));

-- The words under which the version of another thing is found. (The plus keeps the engine from looking documents up by
-- their kind: it is to go by number.)
CREATE VIEW searchable_document (number, title, body) AS
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

CREATE VIEW searchable (number, title, body) AS
SELECT number, title, body FROM searchable_statement
UNION ALL
SELECT number, title, body FROM searchable_document;
