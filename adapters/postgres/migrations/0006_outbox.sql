-- Notices to be sent, written with the event that causes them. The address is read from the vault when one is sent.
CREATE SCHEMA outbox;

CREATE TABLE outbox.notices (
    request_id text NOT NULL,
    notice text NOT NULL,
    occasion integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    due_at timestamptz NOT NULL DEFAULT now(),
    attempts integer NOT NULL DEFAULT 0,
    sent_at timestamptz,
    given_up_at timestamptz,
    last_error text,
    PRIMARY KEY (request_id, notice, occasion)
);

CREATE INDEX notices_pending ON outbox.notices (due_at, created_at) WHERE sent_at IS NULL AND given_up_at IS NULL;
