-- Portals: programs that ask for somebody (ADR 41). No personal data.
CREATE SCHEMA portals;

CREATE TABLE portals.portals (
    portal_id text PRIMARY KEY,
    name text NOT NULL,
    mode text NOT NULL CHECK (mode IN ('test', 'live')),
    scopes text[] NOT NULL,
    per_minute integer NOT NULL CHECK (per_minute > 0),
    made_at timestamptz NOT NULL
);

-- Of a key its SHA-256 alone.
CREATE TABLE portals.keys (
    key_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    portal_id text NOT NULL REFERENCES portals.portals,
    digest text NOT NULL UNIQUE,
    begins text NOT NULL,
    made_at timestamptz NOT NULL,
    used_at timestamptz,
    revoked_at timestamptz
);

-- Calls of a portal in one minute of the clock.
CREATE TABLE portals.calls (
    portal_id text PRIMARY KEY REFERENCES portals.portals,
    minute timestamptz NOT NULL,
    calls integer NOT NULL
);

-- Whose request a case is. `told_place` is up to which of its events its portal was told; `look`: something may have come.
CREATE TABLE portals.requests (
    case_id text PRIMARY KEY,
    portal_id text NOT NULL REFERENCES portals.portals,
    told_place integer NOT NULL DEFAULT 0,
    told_status text,
    look boolean NOT NULL DEFAULT true
);

CREATE INDEX requests_to_look ON portals.requests (case_id) WHERE look;

-- Up to where the ledger was read for requests that have gone on.
CREATE TABLE portals.cursor (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    position bigint NOT NULL
);

INSERT INTO portals.cursor (position) VALUES (0);

CREATE TABLE portals.endpoints (
    endpoint_id text PRIMARY KEY,
    portal_id text NOT NULL REFERENCES portals.portals,
    url text NOT NULL,
    made_at timestamptz NOT NULL
);

CREATE TABLE portals.deliveries (
    message_id text PRIMARY KEY,
    endpoint_id text NOT NULL REFERENCES portals.endpoints ON DELETE CASCADE,
    type text NOT NULL,
    case_id text,
    body text NOT NULL,
    made_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    answer integer,
    delivered_at timestamptz,
    next_at timestamptz
);

CREATE INDEX deliveries_due ON portals.deliveries (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX deliveries_of_endpoint ON portals.deliveries (endpoint_id, made_at DESC);
