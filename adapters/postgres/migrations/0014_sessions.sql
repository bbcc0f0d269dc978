-- Who has signed in at the office (domain/office/sign_in.py). `key` is the SHA-256 of what the browser holds.
CREATE SCHEMA IF NOT EXISTS office;

CREATE TABLE office.sessions (
    key text PRIMARY KEY,
    officer text NOT NULL,
    issuer text NOT NULL,
    subject text NOT NULL,
    provider_session text,
    auth_time timestamptz NOT NULL,
    strong boolean NOT NULL,
    idle_until timestamptz NOT NULL,
    ends_at timestamptz NOT NULL
);
CREATE INDEX sessions_of ON office.sessions (issuer, subject);
CREATE INDEX sessions_ended ON office.sessions (least(idle_until, ends_at));

-- Sign-ins under way: what must come back with the answer, by the browser that is to bring it.
CREATE TABLE office.sign_ins (
    visit text NOT NULL,
    state text NOT NULL,
    trip jsonb NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (visit, state)
);
CREATE INDEX sign_ins_ended ON office.sign_ins (expires_at);
