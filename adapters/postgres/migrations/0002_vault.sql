-- The vault: personal data, encrypted by a data key per request, itself wrapped by the municipality's key.
CREATE SCHEMA vault;

CREATE TABLE vault.data_keys (
    case_id text PRIMARY KEY,
    key_id text,
    wrapped bytea,
    created_at timestamptz NOT NULL DEFAULT now(),
    destroyed_at timestamptz,
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL)),
    CHECK ((wrapped IS NULL) = (key_id IS NULL))
);

CREATE INDEX data_keys_by_key ON vault.data_keys (key_id) WHERE key_id IS NOT NULL;

CREATE TABLE vault.items (
    case_id text NOT NULL REFERENCES vault.data_keys,
    kind text NOT NULL,
    revision integer NOT NULL CHECK (revision > 0),
    nonce bytea NOT NULL CHECK (length(nonce) = 12),
    ciphertext bytea NOT NULL,
    commitment text NOT NULL,
    stored_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (case_id, kind, revision)
);
