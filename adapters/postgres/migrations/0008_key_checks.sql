-- Which keys this installation's state was written with: a proof of each, from which no key can be told.
-- A process whose key file does not agree refuses to start (adapters/postgres/key_check.py).
CREATE TABLE upkeep.key_checks (
    purpose text NOT NULL,
    key_id text NOT NULL,
    proof bytea NOT NULL CHECK (length(proof) = 32),
    first_used_at timestamptz NOT NULL DEFAULT now(),
    retired_at timestamptz, -- since when another key encrypts; null: this one does
    PRIMARY KEY (purpose, key_id)
);
