-- 下書き and what browsers may open (ADR 31). A browser is known by a hash of its cookie's token. Nothing here outlives its
-- `expires_at` for long: upkeep erases.
CREATE SCHEMA drafts;

-- A draft's data key stands in the vault under the draft's id, so that rotating keys and losing them is one thing for cases and
-- drafts; erasing the key erases the draft. `sealed` is its content, or, once it was sent, the receipt number; `mail_hash`
-- the address that has been confirmed.
CREATE TABLE drafts.drafts (
    draft_id text PRIMARY KEY REFERENCES vault.data_keys (case_id) ON DELETE CASCADE,
    procedure text NOT NULL,
    about text NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    idempotency_key text NOT NULL,
    nonce bytea NOT NULL CHECK (length(nonce) = 12),
    sealed bytea NOT NULL,
    mail_hash text,
    case_id text,
    begun_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE INDEX drafts_oldest ON drafts.drafts (expires_at);

CREATE TABLE drafts.browsers (
    visit text NOT NULL,
    draft_id text NOT NULL REFERENCES drafts.drafts ON DELETE CASCADE,
    PRIMARY KEY (visit, draft_id)
);

CREATE INDEX browsers_by_draft ON drafts.browsers (draft_id);

-- The code last sent for a draft: keyed hashes, and how many wrong ones came.
CREATE TABLE drafts.codes (
    draft_id text PRIMARY KEY REFERENCES drafts.drafts ON DELETE CASCADE,
    occasion integer NOT NULL CHECK (occasion > 0),
    mail_hash text NOT NULL,
    code_hash text NOT NULL,
    valid_until timestamptz NOT NULL,
    tries integer NOT NULL DEFAULT 0
);

-- The mail with it, until it is handed over or the code is over. `sealed`: address and digits, by the draft's data key.
CREATE TABLE drafts.mails (
    draft_id text PRIMARY KEY REFERENCES drafts.codes ON DELETE CASCADE,
    occasion integer NOT NULL,
    language text NOT NULL,
    nonce bytea NOT NULL CHECK (length(nonce) = 12),
    sealed bytea NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    asked_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL
);

CREATE INDEX mails_due ON drafts.mails (due_at);

-- When codes were asked for, by address and by network (keyed hashes), for an hour.
CREATE TABLE drafts.sendings (
    counted text NOT NULL,
    sent_at timestamptz NOT NULL
);

CREATE INDEX sendings_counted ON drafts.sendings (counted, sent_at);
CREATE INDEX sendings_oldest ON drafts.sendings (sent_at);

-- Cases that a browser has opened, by their code or as the one that sent them.
CREATE TABLE drafts.opened_cases (
    visit text NOT NULL,
    case_id text NOT NULL,
    proof text NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (visit, case_id)
);

CREATE INDEX opened_cases_oldest ON drafts.opened_cases (expires_at);
