-- Indexes of what was said. A bulk load makes them after the statements are in, by sorting, before
-- claims are folded.
CREATE UNIQUE INDEX statement_by_id ON statement (id);
-- With every column that verdicts depend on, so that folding a claim reads this index alone.
CREATE INDEX statement_by_claim ON statement (claim, party, source, stance, said, attribution);
CREATE INDEX statement_by_party ON statement (party);
CREATE INDEX statement_by_source ON statement (source);
CREATE INDEX relay_by_party ON relay (party);
