-- Batches of letters printed together (ADR 38). Ids, officers and reasons only.
CREATE SCHEMA IF NOT EXISTS office;

-- `batch_id` is the id of the act; `reason` null: none of its letters was printed before.
CREATE TABLE office.print_batches (
    batch_id text PRIMARY KEY,
    number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    officer text NOT NULL,
    printed_at timestamptz NOT NULL,
    reason text
);

CREATE TABLE office.printed_letters (
    batch_id text NOT NULL REFERENCES office.print_batches,
    position integer NOT NULL,
    case_id text NOT NULL,
    again boolean NOT NULL,
    PRIMARY KEY (batch_id, position)
);

-- Printed once; every further time is a reprint with its reason.
CREATE UNIQUE INDEX printed_once ON office.printed_letters (case_id) WHERE NOT again;

-- The letters of a day, for the post's manifest.
CREATE INDEX tracking_numbers_claimed ON effects.tracking_numbers (claimed_at);
