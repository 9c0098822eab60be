-- A journal that several desks share, on PostgreSQL 15 or later. docs/shared.md says how to set it up.
--
-- One database holds one journal. It is run once, by the role that will own the journal; that role must be allowed to
-- create roles. Nobody else may change a row: what desks do, they do through the functions below, which run with the
-- owner's rights and check everything that docs/journal.md says of an entry.
--
-- What the functions refuse has SQLSTATE ONR01.

DO $$
BEGIN
    IF current_setting('server_version_num')::integer < 150000 THEN
        RAISE EXCEPTION 'a shared journal needs PostgreSQL 15 or later';
    END IF;
    IF current_setting('server_encoding') <> 'UTF8' THEN
        RAISE EXCEPTION 'a shared journal needs a database in UTF8, and this one is in %', current_setting('server_encoding');
    END IF;
END $$;

CREATE SCHEMA onrecord;

-- ── Tables ───────────────────────────────────────────────────────────────────────────────────────────────────────────

-- What journal this is, and the format of its entries: a program that knows only lower ones must not write to it.
-- Whoever has locked this table has the turn.
CREATE TABLE onrecord.journal (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    id     uuid    NOT NULL DEFAULT gen_random_uuid(),
    format integer NOT NULL
);

INSERT INTO onrecord.journal (format) VALUES (1);

-- The newest entry. Only who has the turn changes it.
CREATE TABLE onrecord.head (
    single      boolean PRIMARY KEY DEFAULT true CHECK (single),
    seq         bigint  NOT NULL,           -- 0 in an empty journal
    written     bigint  NOT NULL,
    recorded_at bigint  NOT NULL,
    recorded_by text    NOT NULL,
    hash        bytea   NOT NULL,
    confirmed   bigint  NOT NULL DEFAULT 0  -- counts confirmations, so that each has something to commit
);

INSERT INTO onrecord.head VALUES (true, 0, 0, -9223372036854775808, '', decode(repeat('00', 32), 'hex'));

-- The columns are those of a ledger file (docs/journal.md).
CREATE TABLE onrecord.entry (
    seq         bigint PRIMARY KEY,
    written     bigint NOT NULL,
    recorded_at bigint NOT NULL,
    recorded_by text   NOT NULL,
    digest      bytea  NOT NULL,
    previous    bytea  NOT NULL,
    hash        bytea  NOT NULL
);

CREATE TABLE onrecord.body (
    seq   bigint PRIMARY KEY,
    salt  bytea NOT NULL,
    bytes bytea NOT NULL
);

CREATE TABLE onrecord.redaction (
    seq bigint PRIMARY KEY,
    by  bigint NOT NULL
);

CREATE TABLE onrecord.desk (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name      text        NOT NULL UNIQUE,
    role      name        NOT NULL,         -- the role that it logs in with, whoever of its people writes
    rights    text        NOT NULL,
    head      bigint      NOT NULL DEFAULT 0, -- up to where its copy went when it was last seen
    version   text,                         -- of its program
    joined_at timestamptz NOT NULL DEFAULT now(),
    seen_at   timestamptz,
    left_at   timestamptz
);

CREATE UNIQUE INDEX desk_role ON onrecord.desk (role) WHERE left_at IS NULL;

-- Names that desks had. Entries carry them, so nobody else gets one.
CREATE TABLE onrecord.former_name (
    name text   PRIMARY KEY,
    desk bigint NOT NULL REFERENCES onrecord.desk
);

-- ── The rules of a chain ─────────────────────────────────────────────────────────────────────────────────────────────

CREATE FUNCTION onrecord.field(bytes bytea) RETURNS bytea IMMUTABLE LANGUAGE sql AS
$$ SELECT int8send(octet_length(bytes)) || bytes $$;

CREATE FUNCTION onrecord.body_digest(salt bytea, bytes bytea) RETURNS bytea IMMUTABLE LANGUAGE sql AS
$$
    SELECT sha256(onrecord.field('onrecord body 1') || onrecord.field(salt) || onrecord.field(bytes))
$$;

-- The functions in PL/pgSQL that look as if SQL would do keep their plans for the session, which one in SQL makes at each call.
CREATE FUNCTION onrecord.entry_hash(
    seq bigint, written bigint, recorded_at bigint, recorded_by text, digest bytea, previous bytea
) RETURNS bytea IMMUTABLE LANGUAGE plpgsql AS
$$
BEGIN
    RETURN sha256(
        onrecord.field('onrecord entry 1') || onrecord.field(int8send(seq)) || onrecord.field(int8send(written))
        || onrecord.field(int8send(recorded_at)) || onrecord.field(convert_to(recorded_by, 'UTF8'))
        || onrecord.field(digest) || onrecord.field(previous)
    );
END
$$;

-- What is wrong with an entry after the one before it; NULL if nothing is.
CREATE FUNCTION onrecord.fault(
    seq bigint, written bigint, recorded_at bigint, recorded_by text, digest bytea, previous bytea, hash bytea,
    salt bytea, bytes bytea,
    seq_before bigint, written_before bigint, recorded_at_before bigint, hash_before bytea
) RETURNS text IMMUTABLE LANGUAGE sql AS
$$
    SELECT CASE
        WHEN num_nulls(seq, written, recorded_at, recorded_by, digest, previous, hash) > 0 THEN 'is incomplete'
        WHEN seq <> seq_before + 1 THEN 'is not the next one'
        WHEN previous <> hash_before THEN 'does not follow from the entry before: its link is another hash'
        WHEN written <> seq AND written <> written_before THEN 'belongs to a write that it does not follow'
        WHEN recorded_at < recorded_at_before THEN 'is older than the entry before'
        WHEN hash <> onrecord.entry_hash(seq, written, recorded_at, recorded_by, digest, previous)
            THEN 'does not have the hash that its header gives'
        WHEN num_nulls(salt, bytes) = 1 THEN 'has half a body'
        WHEN octet_length(salt) <> 16 THEN 'has a salt that is not 16 bytes'
        WHEN digest <> onrecord.body_digest(salt, bytes) THEN 'does not have the body that it was written with'
    END
$$;

-- A body as JSON. NUL characters, which json does not take, are not looked for, so they may become spaces.
CREATE FUNCTION onrecord.parsed(bytes bytea) RETURNS json IMMUTABLE LANGUAGE plpgsql AS
$$
BEGIN
    RETURN replace(convert_from(bytes, 'UTF8'), '\u0000', '\u0020')::json;
END
$$;

-- What kind of entry a body makes; NULL if it says no kind, or several.
CREATE FUNCTION onrecord.kind(bytes bytea) RETURNS text IMMUTABLE LANGUAGE plpgsql AS
$$
BEGIN
    RETURN (
        SELECT CASE count(*) WHEN 1 THEN max(value #>> '{}') END
        FROM json_each(onrecord.parsed(bytes)) WHERE key = 'entry'
    );
END
$$;

-- The entries that a body redacts.
CREATE FUNCTION onrecord.redacts(bytes bytea) RETURNS SETOF bigint IMMUTABLE LANGUAGE sql AS
$$ SELECT value::bigint FROM json_array_elements_text(onrecord.parsed(bytes) -> 'of') $$;

-- ── Appending ────────────────────────────────────────────────────────────────────────────────────────────────────────

-- The desk of whoever is connected.
CREATE FUNCTION onrecord.own_desk() RETURNS onrecord.desk STABLE LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    own onrecord.desk;
BEGIN
    SELECT * INTO own FROM onrecord.desk WHERE role = session_user AND left_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the role % is of no desk of this journal', session_user USING ERRCODE = 'ONR01',
            HINT = 'Ask who operates it to add the desk.';
    END IF;
    RETURN own;
END
$$;

-- Waits for the turn, which lasts until the transaction ends, and returns the head.
--
-- A table's lock goes to whoever has waited longest, and wakes nobody else. Those who wait for a row are all woken
-- whenever it is changed, to wait for its new version, in any order.
CREATE FUNCTION onrecord.await_turn() RETURNS onrecord.head LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    newest onrecord.head;
BEGIN
    LOCK TABLE onrecord.journal IN EXCLUSIVE MODE;
    SELECT * INTO newest FROM onrecord.head;
    RETURN newest;
END
$$;

CREATE FUNCTION onrecord.take_turn(OUT seq bigint, OUT hash bytea, OUT recorded_at bigint)
SECURITY DEFINER LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    newest onrecord.head := onrecord.await_turn();
BEGIN
    seq := newest.seq;
    hash := newest.hash;
    recorded_at := newest.recorded_at;
END
$$;

-- The head, by a transaction that writes: when its commit is acknowledged, all up to this head is on record.
CREATE FUNCTION onrecord.confirm() RETURNS TABLE (seq bigint, hash bytea, recorded_at bigint)
SECURITY DEFINER LANGUAGE sql SET search_path = pg_catalog, pg_temp AS
$$
    SELECT onrecord.await_turn();
    UPDATE onrecord.head SET confirmed = confirmed + 1 RETURNING seq, hash, recorded_at;
$$;

-- Appends entries to the head that is expected. `outcome` is `stored`, `already` or `moved`; the rest is the head.
-- A redaction is taken only with `redacted`, all the entries that it names, whose bodies are deleted.
CREATE FUNCTION onrecord.store(
    expected_seq bigint, expected_hash bytea,
    seqs bigint[], writtens bigint[], times bigint[], authors text[], digests bytea[], previouses bytea[],
    hashes bytea[], salts bytea[], bodies bytea[], redacted bigint[],
    OUT outcome text, OUT head_seq bigint, OUT head_hash bytea, OUT head_recorded_at bigint
) LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    own    onrecord.desk;
    ending text;
    newest onrecord.head;
    latest bigint;
    before record;
    given  record;
    kind   text;
    wrong  text;
BEGIN
    IF coalesce(cardinality(seqs), 0) = 0 THEN
        RAISE EXCEPTION 'there is nothing to append' USING ERRCODE = 'ONR01';
    END IF;
    newest := onrecord.await_turn();
    own := onrecord.own_desk();
    IF (newest.seq, newest.hash) IS DISTINCT FROM (expected_seq, expected_hash) THEN
        outcome := 'moved';
        IF NOT EXISTS (
            SELECT FROM unnest(seqs, hashes) AS given (seq, hash)
            LEFT JOIN onrecord.entry USING (seq, hash) WHERE entry.seq IS NULL
        ) THEN
            -- Something is written, so that this answer, too, waits until all up to here is on record.
            UPDATE onrecord.head SET confirmed = confirmed + 1;
            outcome := 'already';
        END IF;
        head_seq := newest.seq;
        head_hash := newest.hash;
        head_recorded_at := newest.recorded_at;
        RETURN;
    END IF;

    -- Entries may be as late as the newest one, whenever that claims to be.
    latest := greatest(newest.recorded_at, (extract(epoch FROM clock_timestamp()) * 1000)::bigint + 300000);
    before := newest;
    ending := '@' || own.name;
    FOR given IN
        SELECT * FROM unnest(seqs, writtens, times, authors, digests, previouses, hashes, salts, bodies)
            AS given (seq, written, recorded_at, recorded_by, digest, previous, hash, salt, bytes)
    LOOP
        wrong := coalesce(
            onrecord.fault(
                given.seq, given.written, given.recorded_at, given.recorded_by, given.digest, given.previous, given.hash,
                given.salt, given.bytes, before.seq, before.written, before.recorded_at, before.hash
            ),
            CASE
                WHEN given.bytes IS NULL THEN 'has no body'
                WHEN given.written <> given.seq AND given.recorded_by <> before.recorded_by
                    THEN 'belongs to the write of somebody else'
                WHEN given.recorded_at > latest THEN 'is dated more than five minutes ahead of the server''s clock'
                WHEN length(given.recorded_by) <= length(ending) OR right(given.recorded_by, length(ending)) <> ending
                    THEN format('is by %s, which does not end in %s, the desk of the role %s', given.recorded_by, ending, own.role)
            END
        );
        IF wrong IS NULL THEN
            kind := onrecord.kind(given.bytes);
            wrong := CASE
                WHEN kind IS NULL THEN 'has a body that does not say what kind of entry it is'
                WHEN kind = 'redaction' AND redacted IS NULL THEN 'is a redaction, which needs the right to redact'
            END;
        END IF;
        IF wrong IS NOT NULL THEN
            RAISE EXCEPTION 'entry % %', before.seq + 1, wrong USING ERRCODE = 'ONR01';
        END IF;
        before := given;
    END LOOP;

    INSERT INTO onrecord.entry
        SELECT * FROM unnest(seqs, writtens, times, authors, digests, previouses, hashes);
    INSERT INTO onrecord.body SELECT * FROM unnest(seqs, salts, bodies);
    IF redacted IS NOT NULL THEN
        PERFORM onrecord.remove(seqs, bodies, redacted);
    END IF;
    UPDATE onrecord.head SET seq = before.seq, written = before.written, recorded_at = before.recorded_at,
        recorded_by = before.recorded_by, hash = before.hash;
    head_seq := before.seq;
    head_hash := before.hash;
    head_recorded_at := before.recorded_at;
    -- Who appends has all that came before.
    UPDATE onrecord.desk SET head = head_seq, seen_at = clock_timestamp() WHERE id = own.id;
    PERFORM pg_notify('onrecord', head_seq::text);
    outcome := 'stored';
END
$$;

-- Deletes the bodies of the entries that redactions among new entries name, which must be just those in `redacted`.
CREATE FUNCTION onrecord.remove(seqs bigint[], bodies bytea[], redacted bigint[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    redactions bigint[];
    named      bigint[];
    wrong      bigint;
BEGIN
    SELECT array_agg(DISTINCT given.seq), array_agg(DISTINCT target ORDER BY target),
        min(target) FILTER (WHERE target NOT BETWEEN 1 AND given.seq - 1)
    INTO redactions, named, wrong
    FROM unnest(seqs, bodies) AS given (seq, bytes), onrecord.redacts(bytes) AS target
    WHERE onrecord.kind(bytes) = 'redaction';
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'a redaction names entry %, which does not come before it', wrong USING ERRCODE = 'ONR01';
    END IF;
    IF named IS DISTINCT FROM (SELECT array_agg(DISTINCT seq ORDER BY seq) FROM unnest(redacted) AS seq) THEN
        RAISE EXCEPTION 'the bodies to be removed are not those of the entries that the redactions name'
            USING ERRCODE = 'ONR01';
    END IF;
    SELECT min(target) INTO wrong FROM unnest(named) AS target
    WHERE target = ANY (redactions) OR EXISTS (SELECT FROM onrecord.redaction WHERE by = target);
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'entry % is itself a redaction, and says why other bodies are missing', wrong
            USING ERRCODE = 'ONR01';
    END IF;
    INSERT INTO onrecord.redaction (seq, by)
        SELECT target, min(given.seq) FROM unnest(seqs, bodies) AS given (seq, bytes), onrecord.redacts(bytes) AS target
        WHERE onrecord.kind(bytes) = 'redaction' GROUP BY target
        ON CONFLICT DO NOTHING;
    DELETE FROM onrecord.body WHERE seq = ANY (named);
END
$$;

CREATE FUNCTION onrecord.append(
    expected_seq bigint, expected_hash bytea,
    seqs bigint[], writtens bigint[], times bigint[], authors text[], digests bytea[], previouses bytea[],
    hashes bytea[], salts bytea[], bodies bytea[],
    OUT outcome text, OUT head_seq bigint, OUT head_hash bytea, OUT head_recorded_at bigint
) SECURITY DEFINER LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
    SELECT * INTO outcome, head_seq, head_hash, head_recorded_at FROM onrecord.store(
        expected_seq, expected_hash, seqs, writtens, times, authors, digests, previouses, hashes, salts, bodies, NULL
    );
END
$$;

CREATE FUNCTION onrecord.redact(
    expected_seq bigint, expected_hash bytea,
    seqs bigint[], writtens bigint[], times bigint[], authors text[], digests bytea[], previouses bytea[],
    hashes bytea[], salts bytea[], bodies bytea[], redacted bigint[],
    OUT outcome text, OUT head_seq bigint, OUT head_hash bytea, OUT head_recorded_at bigint
) SECURITY DEFINER LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
    SELECT * INTO outcome, head_seq, head_hash, head_recorded_at FROM onrecord.store(
        expected_seq, expected_hash, seqs, writtens, times, authors, digests, previouses, hashes, salts, bodies,
        coalesce(redacted, '{}')
    );
END
$$;

-- ── A whole journal at once ──────────────────────────────────────────────────────────────────────────────────────────

-- Checks the entries and bodies that the owner has just copied into an empty journal, and makes the last one its head.
CREATE FUNCTION onrecord.check_load() RETURNS bigint LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    newest onrecord.head;
    wrong  record;
BEGIN
    newest := onrecord.await_turn();
    IF newest.seq <> 0 THEN
        RAISE EXCEPTION 'the journal has entries already' USING ERRCODE = 'ONR01';
    END IF;
    WITH after AS (
        SELECT *,
            lag(seq, 1, newest.seq) OVER places AS seq_before,
            lag(written, 1, newest.written) OVER places AS written_before,
            lag(recorded_at, 1, newest.recorded_at) OVER places AS recorded_at_before,
            lag(hash, 1, newest.hash) OVER places AS hash_before
        FROM onrecord.entry WINDOW places AS (ORDER BY seq)
    ), judged AS (
        SELECT seq, onrecord.fault(
            seq, written, recorded_at, recorded_by, digest, previous, hash, salt, bytes,
            seq_before, written_before, recorded_at_before, hash_before
        ) AS what
        FROM after LEFT JOIN onrecord.body USING (seq)
    )
    SELECT seq, what INTO wrong FROM judged WHERE what IS NOT NULL ORDER BY seq LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % %', wrong.seq, wrong.what USING ERRCODE = 'ONR01';
    END IF;

    INSERT INTO onrecord.redaction (seq, by)
        SELECT target, min(body.seq) FROM onrecord.body, onrecord.redacts(bytes) AS target
        WHERE position('redaction'::bytea IN bytes) > 0 AND onrecord.kind(bytes) = 'redaction' AND target < body.seq
        GROUP BY target;
    SELECT seq, CASE
        WHEN entry.seq IS NULL THEN 'has a body and no header'
        WHEN body.seq IS NULL THEN 'has lost its body, and no redaction says why'
        ELSE 'is redacted and still has its body'
    END AS what INTO wrong
    FROM onrecord.entry FULL JOIN onrecord.body USING (seq) LEFT JOIN onrecord.redaction USING (seq)
    WHERE entry.seq IS NULL OR (body.seq IS NULL) <> (redaction.seq IS NOT NULL) ORDER BY seq LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % %', wrong.seq, wrong.what USING ERRCODE = 'ONR01';
    END IF;

    UPDATE onrecord.head SET (seq, written, recorded_at, recorded_by, hash) = (
        SELECT entry.seq, entry.written, entry.recorded_at, entry.recorded_by, entry.hash
        FROM onrecord.entry ORDER BY entry.seq DESC LIMIT 1
    ) WHERE EXISTS (SELECT FROM onrecord.entry);
    SELECT * INTO newest FROM onrecord.head;
    PERFORM pg_notify('onrecord', newest.seq::text);
    RETURN newest.seq;
END
$$;

-- ── Desks ────────────────────────────────────────────────────────────────────────────────────────────────────────────

-- Roles belong to the whole server, which may hold several journals, so their names carry the beginning of the id.
CREATE FUNCTION onrecord.group_role(rights text) RETURNS name STABLE LANGUAGE sql
SET search_path = pg_catalog, pg_temp AS
$$ SELECT format('onrecord_%s_%s', rights, left(id::text, 8))::name FROM onrecord.journal $$;

-- Lets a role of the server in as a desk. `rights` is read, append, redact or operate; each
-- includes those before it.
CREATE FUNCTION onrecord.add_desk(name text, role name, rights text) RETURNS void
SECURITY DEFINER LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = add_desk.role) THEN
        RAISE EXCEPTION 'the server has no role %', add_desk.role USING ERRCODE = 'ONR01',
            HINT = format('CREATE ROLE %I LOGIN makes one.', add_desk.role);
    END IF;
    IF add_desk.rights NOT IN ('read', 'append', 'redact', 'operate') THEN
        RAISE EXCEPTION '% is no right', add_desk.rights USING ERRCODE = 'ONR01',
            HINT = 'Rights are read, append, redact and operate.';
    END IF;
    IF EXISTS (SELECT FROM onrecord.desk WHERE desk.role = add_desk.role AND left_at IS NULL) THEN
        RAISE EXCEPTION 'the role % is of a desk already', add_desk.role USING ERRCODE = 'ONR01';
    END IF;
    PERFORM onrecord.require_free_name(add_desk.name);
    INSERT INTO onrecord.desk (name, role, rights) VALUES (add_desk.name, add_desk.role, add_desk.rights);
    EXECUTE format('GRANT %I TO %I', onrecord.group_role(add_desk.rights), add_desk.role);
END
$$;

CREATE FUNCTION onrecord.require_free_name(name text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
    IF name !~ '^[a-z0-9][a-z0-9-]{0,39}$' THEN
        RAISE EXCEPTION '% is no name for a desk', name USING ERRCODE = 'ONR01',
            HINT = 'Up to 40 letters a to z, digits and hyphens, the first of them no hyphen.';
    END IF;
    IF EXISTS (SELECT FROM onrecord.desk WHERE desk.name = require_free_name.name)
        OR EXISTS (SELECT FROM onrecord.former_name WHERE former_name.name = require_free_name.name) THEN
        RAISE EXCEPTION 'a desk has or had the name %', name USING ERRCODE = 'ONR01';
    END IF;
END
$$;

CREATE FUNCTION onrecord.rename_desk(former text, present text) RETURNS void
SECURITY DEFINER LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    renamed bigint;
BEGIN
    PERFORM onrecord.await_turn();
    PERFORM onrecord.require_free_name(present);
    UPDATE onrecord.desk SET name = present WHERE name = former AND left_at IS NULL RETURNING id INTO renamed;
    IF renamed IS NULL THEN
        RAISE EXCEPTION 'no desk has the name %', former USING ERRCODE = 'ONR01';
    END IF;
    INSERT INTO onrecord.former_name VALUES (former, renamed);
END
$$;

-- Ends a desk's rights. Its name stays taken.
CREATE FUNCTION onrecord.remove_desk(name text) RETURNS void
SECURITY DEFINER LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    gone onrecord.desk;
BEGIN
    UPDATE onrecord.desk SET left_at = now()
    WHERE desk.name = remove_desk.name AND left_at IS NULL RETURNING * INTO gone;
    IF gone.id IS NULL THEN
        RAISE EXCEPTION 'no desk has the name %', name USING ERRCODE = 'ONR01';
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = gone.role) THEN
        EXECUTE format('REVOKE %I FROM %I', onrecord.group_role(gone.rights), gone.role);
    END IF;
END
$$;

-- Ends the rights of one's own desk.
CREATE FUNCTION onrecord.leave() RETURNS void
SECURITY DEFINER LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
BEGIN
    PERFORM onrecord.remove_desk((onrecord.own_desk()).name);
END
$$;

-- A desk says up to where its copy goes, and with which version of the program.
CREATE FUNCTION onrecord.note_desk(seq bigint, hash bytea, version text) RETURNS void
SECURITY DEFINER LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS
$$
DECLARE
    own onrecord.desk := onrecord.own_desk();
BEGIN
    IF note_desk.seq <> 0 AND NOT EXISTS (
        SELECT FROM onrecord.entry WHERE entry.seq = note_desk.seq AND entry.hash = note_desk.hash
    ) THEN
        RAISE EXCEPTION 'entry % of this journal is another one', note_desk.seq USING ERRCODE = 'ONR01';
    END IF;
    UPDATE onrecord.desk SET head = note_desk.seq, version = left(note_desk.version, 80), seen_at = clock_timestamp()
    WHERE id = own.id;
END
$$;

-- ── Rights ───────────────────────────────────────────────────────────────────────────────────────────────────────────

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA onrecord FROM PUBLIC;

DO $$
DECLARE
    reading   name := onrecord.group_role('read');
    appending name := onrecord.group_role('append');
    redacting name := onrecord.group_role('redact');
    operating name := onrecord.group_role('operate');
    made      name;
BEGIN
    FOREACH made IN ARRAY ARRAY[reading, appending, redacting, operating] LOOP
        EXECUTE format('CREATE ROLE %I NOLOGIN', made);
    END LOOP;
    EXECUTE format('GRANT %I TO %I', reading, appending);
    EXECUTE format('GRANT %I TO %I', appending, redacting);
    EXECUTE format('GRANT %I TO %I', redacting, operating);
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), reading);
    EXECUTE format('GRANT USAGE ON SCHEMA onrecord TO %I', reading);
    EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA onrecord TO %I', reading);
    EXECUTE format(
        'GRANT EXECUTE ON FUNCTION onrecord.confirm, onrecord.note_desk, onrecord.leave TO %I', reading);
    EXECUTE format('GRANT EXECUTE ON FUNCTION onrecord.take_turn, onrecord.append TO %I', appending);
    EXECUTE format('GRANT EXECUTE ON FUNCTION onrecord.redact TO %I', redacting);
    EXECUTE format(
        'GRANT EXECUTE ON FUNCTION onrecord.add_desk, onrecord.rename_desk, onrecord.remove_desk TO %I', operating);
END $$;
