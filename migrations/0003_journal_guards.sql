-- One trigger guards the next entry instead of two, and lets one statement insert many entries. A redacted
-- body cannot come back.

DROP TRIGGER entry_follows;
DROP TRIGGER entry_time;
DROP TRIGGER body_is_of_head;

CREATE TRIGGER entry_follows BEFORE INSERT ON entry
WHEN NOT EXISTS (
    SELECT 1 FROM (SELECT seq, recorded_at FROM entry ORDER BY seq DESC LIMIT 1) newest
    WHERE newest.seq = NEW.seq - 1 AND newest.recorded_at <= NEW.recorded_at
) AND (NEW.seq <> 1 OR EXISTS (SELECT 1 FROM entry))
BEGIN SELECT raise(ABORT, 'the journal takes the next entry only, and its time never decreases'); END;

CREATE TRIGGER body_stays_out BEFORE INSERT ON body
WHEN EXISTS (SELECT 1 FROM redaction WHERE redaction.seq = NEW.seq)
BEGIN SELECT raise(ABORT, 'a redacted body does not come back'); END;
