-- Notices to be sent, one per channel, written with the event that causes them. The address is read from the vault when one is sent.
CREATE SCHEMA outbox;

CREATE TABLE outbox.notices (
    case_id text NOT NULL,
    notice text NOT NULL,
    occasion integer NOT NULL,
    channel text NOT NULL DEFAULT 'mail',
    created_at timestamptz NOT NULL DEFAULT now(),
    due_at timestamptz NOT NULL DEFAULT now(),
    attempts integer NOT NULL DEFAULT 0,
    sent_at timestamptz,
    given_up_at timestamptz,
    last_error text,
    PRIMARY KEY (case_id, notice, occasion, channel)
);

CREATE INDEX notices_pending ON outbox.notices (channel, due_at, created_at) WHERE sent_at IS NULL AND given_up_at IS NULL;

-- What machines outside told us, before it becomes a line of any history. Ids only; swept a month after it was heard.
CREATE SCHEMA inbox;

-- The carrier's scans, each once whoever tells it how often. `due_at`: when it is to be passed on; null: it was.
CREATE TABLE inbox.scans (
    event_id text PRIMARY KEY,
    tracking_number text NOT NULL,
    case_id text NOT NULL,
    heard_at timestamptz NOT NULL DEFAULT now(),
    due_at timestamptz DEFAULT now()
);

CREATE INDEX scans_due ON inbox.scans (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX scans_by_letter ON inbox.scans (tracking_number);
CREATE INDEX scans_oldest ON inbox.scans (heard_at);

-- Charges of ours that somebody said something about: one row each, however often. The notices are not signed, so the
-- provider is asked. `due_at`: when to ask; null: nothing to ask. `captured`: nobody can say anything new of it; looked at
-- until the ledger knows. `looks` since the latest notice; `free_at`: each look moves it on; too far ahead, looks wait.
CREATE TABLE inbox.charges (
    charge_id text PRIMARY KEY,
    told_at timestamptz NOT NULL,
    looked_at timestamptz,
    looks integer NOT NULL DEFAULT 0,
    free_at timestamptz NOT NULL DEFAULT '-infinity',
    captured boolean NOT NULL DEFAULT false,
    due_at timestamptz
);

CREATE INDEX charges_due ON inbox.charges (due_at) WHERE due_at IS NOT NULL;
