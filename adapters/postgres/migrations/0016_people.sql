-- What of an officer's changed row is personal (ADR 40): name, and who they are in the register. The change itself stands in the
-- ledger, stream people/<municipality>. The data key is in the vault under the change's id; `sealed` is bound to it.
CREATE SCHEMA IF NOT EXISTS office;

CREATE TABLE office.officer_details (
    change_id text PRIMARY KEY REFERENCES vault.data_keys (case_id) ON DELETE CASCADE,
    nonce bytea NOT NULL CHECK (length(nonce) = 12),
    sealed bytea NOT NULL
);

-- Auditors read the changes of all municipalities.
CREATE INDEX entries_of_people ON ledger.entries (position) WHERE case_id LIKE 'people/%';
