-- The ledger: every event once, in one gapless order, under an RFC 6962 Merkle tree. Rows are only ever added.
CREATE SCHEMA ledger;

CREATE TABLE ledger.entries (
    position bigint PRIMARY KEY CHECK (position >= 0),
    case_id text NOT NULL,
    place integer NOT NULL CHECK (place > 0),
    entry bytea NOT NULL,
    leaf bytea NOT NULL CHECK (length(leaf) = 32),
    recorded_at timestamptz NOT NULL,
    UNIQUE (case_id, place)
);

-- Openings of personal data stand in streams named access/<request id>, beside the events; auditors list them.
CREATE INDEX entries_of_openings ON ledger.entries (position) WHERE case_id LIKE 'access/%';

-- The frontier: roots of the perfect subtrees the tree consists of, largest first. Its row is the appenders' lock.
CREATE TABLE ledger.tree (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    size bigint NOT NULL CHECK (size >= 0),
    peaks bytea[] NOT NULL,
    recorded_at timestamptz NOT NULL
);

INSERT INTO ledger.tree (size, peaks, recorded_at) VALUES (0, '{}', '-infinity');

-- Where closed histories were put; the files are ciphertext.
CREATE TABLE ledger.archives (
    workflow_id text NOT NULL,
    run_id text NOT NULL,
    case_id text NOT NULL,
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    path text NOT NULL,
    archived_at timestamptz NOT NULL,
    PRIMARY KEY (workflow_id, run_id)
);

CREATE INDEX archives_by_request ON ledger.archives (case_id);

CREATE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%.% is append-only', TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'MG002';
END
$$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.entries
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.archives
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

-- Append consecutive events of one request and return the tree's new size. One statement: the tree is locked only
-- while it runs and commits. MG001: the first event is not the next of its request.
CREATE FUNCTION ledger.append(of_request text, first_place integer, new_entries bytea[]) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    frontier ledger.tree%ROWTYPE;
    last_place integer;
    leaf_hash bytea;
    width bigint;
    top integer;
BEGIN
    SELECT * INTO STRICT frontier FROM ledger.tree FOR UPDATE;
    SELECT coalesce(max(place), 0) INTO last_place FROM ledger.entries WHERE case_id = of_request;
    IF last_place <> first_place - 1 THEN
        RAISE EXCEPTION 'not the next place of its request' USING ERRCODE = 'MG001';
    END IF;
    frontier.recorded_at := greatest(clock_timestamp(), frontier.recorded_at);
    FOR i IN 1 .. cardinality(new_entries) LOOP
        leaf_hash := sha256('\x00'::bytea || new_entries[i]);
        INSERT INTO ledger.entries (position, case_id, place, entry, leaf, recorded_at)
            VALUES (frontier.size, of_request, first_place + i - 1, new_entries[i], leaf_hash, frontier.recorded_at);
        frontier.peaks := array_append(frontier.peaks, leaf_hash);
        width := frontier.size;
        WHILE width & 1 = 1 LOOP
            top := cardinality(frontier.peaks);
            frontier.peaks := array_append(
                frontier.peaks[1 : top - 2], sha256('\x01'::bytea || frontier.peaks[top - 1] || frontier.peaks[top]));
            width := width >> 1;
        END LOOP;
        frontier.size := frontier.size + 1;
    END LOOP;
    UPDATE ledger.tree SET size = frontier.size, peaks = frontier.peaks, recorded_at = frontier.recorded_at;
    RETURN frontier.size;
END
$$;
