-- Events caused by a workflow task that the engine may still lose: shown in the read tables, not yet in the ledger.
-- A repeated task replaces them; once the engine has completed the task they are sealed, or discarded when it was lost.
CREATE TABLE ledger.staged (
    case_id text NOT NULL,
    place integer NOT NULL CHECK (place > 0),
    entry bytea NOT NULL,
    notice text,
    mark integer NOT NULL,
    marked_at timestamptz NOT NULL,
    durable boolean NOT NULL DEFAULT false,
    staged_at timestamptz NOT NULL DEFAULT now(),
    look_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (case_id, place)
);

CREATE INDEX staged_due ON ledger.staged (look_at);

-- What is known of a request, sealed or staged. What is final is never replaced.
CREATE VIEW ledger.known AS
    SELECT case_id, place, entry, true AS final FROM ledger.entries
    UNION ALL
    SELECT case_id, place, entry, durable FROM ledger.staged;

-- Move what is durable of a request, up to the first event that is not, into the ledger, with the notices it causes.
-- Return false when there is nothing. Sealers wait for one another at the tree, before they touch anything.
CREATE FUNCTION ledger.seal(of_request text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    first_place integer;
    new_entries bytea[];
BEGIN
    PERFORM FROM ledger.tree FOR UPDATE;
    WITH moved AS (
        DELETE FROM ledger.staged WHERE case_id = of_request AND durable AND place < (
            SELECT coalesce(min(place) FILTER (WHERE NOT durable), max(place) + 1)
            FROM ledger.staged WHERE case_id = of_request
        )
        RETURNING place, entry, notice
    ), told AS (
        INSERT INTO outbox.notices (case_id, notice, occasion)
        SELECT of_request, notice, place FROM moved WHERE notice IS NOT NULL
        ON CONFLICT DO NOTHING
    )
    SELECT min(place), array_agg(entry ORDER BY place) INTO first_place, new_entries FROM moved;
    IF first_place IS NULL THEN
        RETURN false;
    END IF;
    PERFORM ledger.append(of_request, first_place, new_entries);
    RETURN true;
END
$$;
