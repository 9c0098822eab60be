-- Indexes and counts of derived results. A bulk load creates them after folding.

-- The trailing columns let these indexes answer lists and counts without reading the table.
CREATE INDEX standing_by_status ON standing (status, claim, ended) WHERE ended IS NULL;
CREATE INDEX status_change_by_status
    ON status_change (status, claim, began, until, posted, ended);
CREATE INDEX standing_by_due ON standing (due DESC, claim, posted, ended) WHERE due IS NOT NULL;
CREATE INDEX call_open
    ON call (party, due, affirming DESC, claim, ended, until) WHERE ended IS NULL AND until IS NULL;
CREATE INDEX call_by_party ON call (party, due, affirming DESC, claim, began, until, posted, ended);
CREATE INDEX discrepancy_open
    ON discrepancy (weak, rank, opened_at DESC, claim, question, party, ended, resolved_at)
    WHERE ended IS NULL AND resolved_at IS NULL;
CREATE INDEX discrepancy_span_in_order
    ON discrepancy_span (weak, rank, opened_at DESC, about, subject, party, began, until, resolves, posted, ended);
CREATE INDEX discrepancy_side_by_party ON discrepancy_side (party);
CREATE INDEX discrepancy_side_by_claim ON discrepancy_side (claim);
-- What changed between two entries.
CREATE INDEX standing_by_posted ON standing (posted, claim);
CREATE INDEX standing_by_ended ON standing (ended, claim) WHERE ended IS NOT NULL;
CREATE INDEX discrepancy_by_posted ON discrepancy (posted);
CREATE INDEX discrepancy_by_ended ON discrepancy (ended) WHERE ended IS NOT NULL;
CREATE INDEX status_change_by_posted ON status_change (posted);
CREATE INDEX status_change_by_ended ON status_change (ended) WHERE ended IS NOT NULL;
CREATE INDEX discrepancy_span_by_posted ON discrepancy_span (posted);
CREATE INDEX discrepancy_span_by_ended ON discrepancy_span (ended) WHERE ended IS NOT NULL;

DELETE FROM standing_count;
DELETE FROM discrepancy_count;
DELETE FROM call_count;
INSERT INTO standing_count SELECT status, count(*) FROM standing WHERE ended IS NULL GROUP BY status;
INSERT INTO discrepancy_count
SELECT weak, rank, count(*) FROM discrepancy
WHERE ended IS NULL AND resolved_at IS NULL GROUP BY weak, rank;
INSERT INTO call_count SELECT party, count(*), min(due) FROM call
WHERE ended IS NULL AND until IS NULL GROUP BY party;

CREATE TRIGGER standing_posted AFTER INSERT ON standing BEGIN
    INSERT INTO standing_count VALUES (NEW.status, 1)
    ON CONFLICT (status) DO UPDATE SET claims = claims + 1;
END;
CREATE TRIGGER standing_ended AFTER UPDATE OF ended ON standing BEGIN
    UPDATE standing_count SET claims = claims - 1 WHERE status = OLD.status;
    DELETE FROM standing_count WHERE status = OLD.status AND claims = 0;
END;

CREATE TRIGGER discrepancy_posted AFTER INSERT ON discrepancy WHEN NEW.resolved_at IS NULL BEGIN
    INSERT INTO discrepancy_count VALUES (NEW.weak, NEW.rank, 1)
    ON CONFLICT (weak, rank) DO UPDATE SET open = open + 1;
END;
CREATE TRIGGER discrepancy_ended AFTER UPDATE OF ended ON discrepancy WHEN OLD.resolved_at IS NULL BEGIN
    UPDATE discrepancy_count SET open = open - 1 WHERE weak = OLD.weak AND rank = OLD.rank;
    DELETE FROM discrepancy_count WHERE weak = OLD.weak AND rank = OLD.rank AND open = 0;
END;

CREATE TRIGGER call_posted AFTER INSERT ON call WHEN NEW.until IS NULL BEGIN
    INSERT INTO call_count VALUES (NEW.party, 1, NEW.due)
    ON CONFLICT (party) DO UPDATE SET claims = claims + 1,
        due = (SELECT min(due) FROM call WHERE party = NEW.party AND ended IS NULL AND until IS NULL);
END;
CREATE TRIGGER call_ended AFTER UPDATE OF ended ON call WHEN OLD.until IS NULL BEGIN
    UPDATE call_count SET claims = claims - 1,
        due = (SELECT min(due) FROM call WHERE party = OLD.party AND ended IS NULL AND until IS NULL)
    WHERE party = OLD.party;
    DELETE FROM call_count WHERE party = OLD.party AND claims = 0;
END;
