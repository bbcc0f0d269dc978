-- Closed requests whose own history is not archived yet, kept by triggers: what asks for them every few seconds must not
-- read all that was ever closed. A request's workflow is `case/<request id>` (domain/ids.py); its payment's
-- history alone does not count.
CREATE TABLE ledger.unarchived (
    case_id text PRIMARY KEY,
    closed_at timestamptz NOT NULL
);

CREATE INDEX unarchived_oldest ON ledger.unarchived (closed_at, case_id);

INSERT INTO ledger.unarchived (case_id, closed_at)
    SELECT case_id, updated_at FROM reading.cases WHERE closed AND NOT EXISTS (
        SELECT FROM ledger.archives
        WHERE archives.case_id = cases.case_id AND workflow_id = 'case/' || cases.case_id
    );

CREATE FUNCTION ledger.note_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger.unarchived (case_id, closed_at) SELECT NEW.case_id, NEW.updated_at
        WHERE NOT EXISTS (
            SELECT FROM ledger.archives
            WHERE case_id = NEW.case_id AND workflow_id = 'case/' || NEW.case_id
        )
        ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;

-- The task that closed it was lost, or the read tables are made anew.
CREATE FUNCTION ledger.note_not_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM ledger.unarchived WHERE case_id = OLD.case_id;
    RETURN NULL;
END
$$;

CREATE FUNCTION ledger.note_archived() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM ledger.unarchived
        WHERE case_id = NEW.case_id AND NEW.workflow_id = 'case/' || NEW.case_id;
    RETURN NULL;
END
$$;

CREATE TRIGGER opened_again AFTER UPDATE ON reading.cases
    FOR EACH ROW WHEN (OLD.closed AND NOT NEW.closed) EXECUTE FUNCTION ledger.note_not_closed();

CREATE TRIGGER removed AFTER DELETE ON reading.cases
    FOR EACH ROW WHEN (OLD.closed) EXECUTE FUNCTION ledger.note_not_closed();

CREATE TRIGGER closed AFTER INSERT OR UPDATE ON reading.cases
    FOR EACH ROW WHEN (NEW.closed) EXECUTE FUNCTION ledger.note_closed();

CREATE TRIGGER archived AFTER INSERT ON ledger.archives
    FOR EACH ROW EXECUTE FUNCTION ledger.note_archived();
