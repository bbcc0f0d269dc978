-- Events caused by a workflow task that the engine may still lose: shown in the read tables, not yet in the ledger.
-- A repeated task replaces them; once the engine has completed the task they are sealed, or discarded when it was lost.
CREATE TABLE ledger.staged (
    request_id text NOT NULL,
    place integer NOT NULL CHECK (place > 0),
    entry bytea NOT NULL,
    mark integer NOT NULL,
    durable boolean NOT NULL DEFAULT false,
    staged_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (request_id, place)
);

CREATE INDEX staged_durable ON ledger.staged (request_id) WHERE durable;
CREATE INDEX staged_undecided ON ledger.staged (staged_at) WHERE NOT durable;

-- What is known of a request, sealed or staged.
CREATE VIEW ledger.known AS
    SELECT request_id, place, entry, true AS sealed, 0 AS mark FROM ledger.entries
    UNION ALL
    SELECT request_id, place, entry, false, mark FROM ledger.staged;
