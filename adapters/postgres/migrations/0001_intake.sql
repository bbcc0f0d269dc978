-- The counter (到達): one row per acknowledged case, one per submission of it. No personal data.
CREATE SCHEMA intake;

-- The running number of cases: a number that is drawn and not used is a gap, and opens nothing.
CREATE SEQUENCE intake.case_serial;

-- The citizen's receipt number and confirmation code stand here as keyed hashes only: whoever reads the table cannot act.
CREATE TABLE intake.cases (
    case_id text PRIMARY KEY,
    procedure text NOT NULL,
    case_number text NOT NULL UNIQUE,
    receipt_hash text NOT NULL UNIQUE,
    code_hash text NOT NULL,
    municipality text NOT NULL,
    subject jsonb NOT NULL,
    received_at timestamptz NOT NULL,
    workflow_started_at timestamptz
);

CREATE INDEX cases_without_workflow
    ON intake.cases (received_at, case_id) WHERE workflow_started_at IS NULL;

-- Revision 1 is the case itself, later ones are corrections (補正). Both hashes are keyed.
CREATE TABLE intake.submissions (
    case_id text NOT NULL REFERENCES intake.cases,
    revision integer NOT NULL CHECK (revision > 0),
    municipality text NOT NULL,
    key_hash text NOT NULL,
    body_hash text NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (case_id, revision),
    UNIQUE (municipality, key_hash)
);

-- Wrong confirmation codes by receipt number, known or not, since the first of an hour. Without a row there was none.
CREATE TABLE intake.wrong_codes (
    receipt_hash text PRIMARY KEY,
    since timestamptz NOT NULL,
    tries integer NOT NULL CHECK (tries > 0)
);

CREATE INDEX wrong_codes_oldest ON intake.wrong_codes (since);

-- A signed statement is good for one case.
CREATE TABLE intake.statements (
    nonce text PRIMARY KEY,
    case_id text NOT NULL REFERENCES intake.cases,
    used_at timestamptz NOT NULL
);

-- All that is kept of a refused submission: which procedure's, which field, which day.
CREATE TABLE intake.refusals (
    day date NOT NULL,
    procedure text NOT NULL,
    field text NOT NULL,
    count bigint NOT NULL CHECK (count > 0),
    PRIMARY KEY (day, procedure, field)
);
