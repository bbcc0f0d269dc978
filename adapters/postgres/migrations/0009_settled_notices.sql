-- A notice that was given up stands in a list until an officer has seen to it: sent it again, or told the citizen otherwise.
ALTER TABLE outbox.notices ADD COLUMN settled_at timestamptz;
CREATE INDEX notices_given_up ON outbox.notices (given_up_at)
    WHERE given_up_at IS NOT NULL AND sent_at IS NULL AND settled_at IS NULL;
