-- Journal of side effects: the intent is committed before the call, the outcome after it. Ids, codes and amounts only.
CREATE SCHEMA effects;

CREATE TABLE effects.journal (
    key text PRIMARY KEY,
    kind text NOT NULL,
    case_id text NOT NULL,
    intent jsonb NOT NULL,
    outcome jsonb,
    attempts integer NOT NULL DEFAULT 1,
    begun_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz
);

CREATE INDEX journal_by_request ON effects.journal (case_id);
CREATE INDEX journal_open ON effects.journal (begun_at) WHERE finished_at IS NULL;

-- Which case bears which tracking number. It is the case's until the case is closed (free) or the post refused the letter
-- (gone): the post gives numbers to others after months, so a letter is known by number and date.
CREATE TABLE effects.tracking_numbers (
    claim bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tracking_number text NOT NULL,
    case_id text NOT NULL,
    claimed_at timestamptz NOT NULL DEFAULT now(),
    handed_over_at timestamptz, -- by the post's clock; null: not yet
    free boolean NOT NULL DEFAULT false
);

CREATE UNIQUE INDEX tracking_numbers_borne ON effects.tracking_numbers (tracking_number) WHERE NOT free;
CREATE INDEX tracking_numbers_by_date ON effects.tracking_numbers (tracking_number, handed_over_at);
