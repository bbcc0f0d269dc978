-- Days on which officers are away (ADR 39): who, from when until when, who stands in, who said so; never why.
CREATE SCHEMA IF NOT EXISTS office;

CREATE TABLE office.absences (
    absence_id text PRIMARY KEY,
    municipality text NOT NULL,
    officer text NOT NULL,
    first date NOT NULL,
    last date NOT NULL CHECK (last >= first),
    substitute text CHECK (substitute <> officer),
    noted_by text NOT NULL,
    noted_at timestamptz NOT NULL,
    dropped_by text,
    dropped_at timestamptz,
    CHECK ((dropped_by IS NULL) = (dropped_at IS NULL))
);

CREATE INDEX absences_standing ON office.absences (municipality, last) WHERE dropped_at IS NULL;
