-- Read tables: the fold of the ledger, one row per request. They can be rebuilt at any time.
CREATE SCHEMA reading;

CREATE TABLE reading.cases (
    case_id text PRIMARY KEY,
    case_number text NOT NULL UNIQUE,
    municipality text NOT NULL,
    kind text NOT NULL,
    status text NOT NULL,
    copies smallint NOT NULL,
    received_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    due_at timestamptz,
    examiner text,
    refusal text, -- the post's code, while its refusal of a letter waits for the dispatcher
    closed boolean NOT NULL,
    place integer NOT NULL,
    state jsonb NOT NULL
);

CREATE INDEX requests_worklist ON reading.cases (status, received_at, case_id);
-- Requests of one person (a pseudonym) beside one another: the sign that the same was asked for twice.
CREATE INDEX requests_of_person ON reading.cases ((state->'identity'->>'applicant'), received_at);
CREATE INDEX requests_due ON reading.cases (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX requests_closed ON reading.cases (updated_at, case_id) WHERE closed;
