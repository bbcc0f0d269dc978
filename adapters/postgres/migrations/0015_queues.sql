-- The office's queues: cases in the order in which somebody must act (domain/cases/row.py), those without such an instant
-- at the end, the oldest submission first among equals. `secluded` ones are in the closed desk's lists alone.
ALTER TABLE reading.cases
    ADD COLUMN act_by timestamptz,
    ADD COLUMN secluded boolean NOT NULL DEFAULT false;

-- A queue, one of a kind, and one of somebody's hand or nobody's: each read in order, as far as it is shown.
CREATE INDEX cases_queue ON reading.cases (
    procedure, status, (coalesce(act_by, 'infinity'::timestamptz)), received_at, case_id
);
CREATE INDEX cases_queue_of_kind ON reading.cases (
    procedure, status, (subject ->> 'kind'), (coalesce(act_by, 'infinity'::timestamptz)), received_at, case_id
);
CREATE INDEX cases_queue_in_hand ON reading.cases (
    procedure, status, (coalesce(assignee, '')), (coalesce(act_by, 'infinity'::timestamptz)), received_at, case_id
);

-- What somebody has had in hand, the latest first.
CREATE INDEX cases_recent ON reading.cases (assignee, updated_at) WHERE assignee IS NOT NULL;
