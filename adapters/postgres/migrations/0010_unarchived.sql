-- Closed requests whose own history is not archived yet, kept by triggers: what asks for them every few seconds must not
-- read all that was ever closed. A request's workflow is `certificate-request/<request id>` (domain/ids.py); its payment's
-- history alone does not count.
CREATE TABLE ledger.unarchived (
    request_id text PRIMARY KEY,
    closed_at timestamptz NOT NULL
);

CREATE INDEX unarchived_oldest ON ledger.unarchived (closed_at, request_id);

INSERT INTO ledger.unarchived (request_id, closed_at)
    SELECT request_id, updated_at FROM reading.requests WHERE closed AND NOT EXISTS (
        SELECT FROM ledger.archives
        WHERE archives.request_id = requests.request_id AND workflow_id = 'certificate-request/' || requests.request_id
    );

CREATE FUNCTION ledger.note_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger.unarchived (request_id, closed_at) SELECT NEW.request_id, NEW.updated_at
        WHERE NOT EXISTS (
            SELECT FROM ledger.archives
            WHERE request_id = NEW.request_id AND workflow_id = 'certificate-request/' || NEW.request_id
        )
        ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;

-- The task that closed it was lost, or the read tables are made anew.
CREATE FUNCTION ledger.note_not_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM ledger.unarchived WHERE request_id = OLD.request_id;
    RETURN NULL;
END
$$;

CREATE FUNCTION ledger.note_archived() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM ledger.unarchived
        WHERE request_id = NEW.request_id AND NEW.workflow_id = 'certificate-request/' || NEW.request_id;
    RETURN NULL;
END
$$;

CREATE TRIGGER opened_again AFTER UPDATE ON reading.requests
    FOR EACH ROW WHEN (OLD.closed AND NOT NEW.closed) EXECUTE FUNCTION ledger.note_not_closed();

CREATE TRIGGER removed AFTER DELETE ON reading.requests
    FOR EACH ROW WHEN (OLD.closed) EXECUTE FUNCTION ledger.note_not_closed();

CREATE TRIGGER closed AFTER INSERT OR UPDATE ON reading.requests
    FOR EACH ROW WHEN (NEW.closed) EXECUTE FUNCTION ledger.note_closed();

CREATE TRIGGER archived AFTER INSERT ON ledger.archives
    FOR EACH ROW EXECUTE FUNCTION ledger.note_archived();
