-- What is created once the tables of `export --format sqlite` are filled.

CREATE INDEX aliases_by_party ON aliases (party);
CREATE INDEX relations_by_party ON relations (party);
CREATE INDEX relations_by_other ON relations (other);
CREATE INDEX claims_by_topic ON claims (topic);
CREATE INDEX claims_by_question ON claims (question);
CREATE INDEX principals_by_party ON principals (party);
CREATE INDEX statuses_by_claim ON statuses (claim);
CREATE INDEX statements_by_claim ON statements (claim);
CREATE INDEX statements_by_party ON statements (party);
CREATE INDEX statements_by_source ON statements (source);
CREATE INDEX evidence_by_statement ON evidence (statement);
CREATE INDEX rulings_by_claim ON rulings (claim);
CREATE INDEX discrepancy_claims_by_claim ON discrepancy_claims (claim);
CREATE INDEX discrepancy_sides_by_discrepancy ON discrepancy_sides (discrepancy);
CREATE INDEX discrepancy_sides_by_party ON discrepancy_sides (party);

-- A statement whose speaker is not named is published without its id.
UPDATE discrepancy_sides SET statement = NULL WHERE statement NOT IN (SELECT id FROM statements WHERE id IS NOT NULL);
