-- Indexes on statements. A bulk load creates them by sorting, after inserting all statements and
-- before folding claims.
CREATE UNIQUE INDEX statement_by_id ON statement (id);
-- A covering index: it holds every column that verdicts depend on, so folding a claim reads nothing
-- else.
CREATE INDEX statement_by_claim ON statement (claim, party, source, stance, said, attribution);
CREATE INDEX statement_by_party ON statement (party);
CREATE INDEX statement_by_source ON statement (source);
CREATE INDEX relay_by_party ON relay (party);
