-- Read tables: the fold of the ledger, one row per case of whatever procedure. They can be rebuilt at any time.
CREATE SCHEMA reading;

-- What every procedure's cases have (domain/cases/row.py). `subject` is what the procedure's own lists show besides, `state`
-- its whole fold; `likeness` is the same for cases that may be the same one asked for twice, and says nothing of whom;
-- `paid_at` is when what the case costs was paid.
CREATE TABLE reading.cases (
    case_id text PRIMARY KEY,
    procedure text NOT NULL,
    case_number text NOT NULL UNIQUE,
    municipality text NOT NULL,
    status text NOT NULL,
    received_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    due_at timestamptz,
    assignee text,
    closed boolean NOT NULL,
    place integer NOT NULL,
    subject jsonb NOT NULL,
    likeness text,
    state jsonb NOT NULL,
    paid_at timestamptz
);

CREATE INDEX cases_worklist ON reading.cases (procedure, status, received_at, case_id);
CREATE INDEX cases_alike ON reading.cases (procedure, likeness, received_at) WHERE likeness IS NOT NULL;
CREATE INDEX cases_due ON reading.cases (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX cases_closed ON reading.cases (updated_at, case_id) WHERE closed;

-- Japan Post's table (utf_ken_all), loaded by `madoguchi addresses load`. `key` is the municipality in normal form.
CREATE TABLE reading.postcodes (
    key text NOT NULL,
    postcode text NOT NULL,
    prefecture text NOT NULL,
    municipality text NOT NULL,
    town text NOT NULL,
    PRIMARY KEY (key, prefecture, municipality, town, postcode)
);
