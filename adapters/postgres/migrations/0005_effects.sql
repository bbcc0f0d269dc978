-- Journal of side effects: the intent is committed before the call, the outcome after it. Ids, codes and amounts only.
CREATE SCHEMA effects;

CREATE TABLE effects.journal (
    key text PRIMARY KEY,
    kind text NOT NULL,
    request_id text NOT NULL,
    intent jsonb NOT NULL,
    outcome jsonb,
    attempts integer NOT NULL DEFAULT 1,
    begun_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz
);

CREATE INDEX journal_by_request ON effects.journal (request_id);
CREATE INDEX journal_open ON effects.journal (begun_at) WHERE finished_at IS NULL;
