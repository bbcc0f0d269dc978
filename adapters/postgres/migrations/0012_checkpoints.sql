-- Signed checkpoints of the ledger (ADR 33), beside the files that an auditor holds: what a citizen's receipt is proved against,
-- and from where anybody takes a checkpoint away. `peaks` is the frontier at this size, so that a proof reads the entries since
-- the checkpoint before alone. Nothing is believed here: a note carries its signature.
CREATE TABLE ledger.checkpoints (
    size bigint PRIMARY KEY CHECK (size >= 0),
    root bytea NOT NULL CHECK (length(root) = 32),
    peaks bytea[] NOT NULL,
    note text NOT NULL
);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.checkpoints
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
