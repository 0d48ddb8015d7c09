-- Version 3: personal data of the sources that people decided to replace, and with which decisions each run read them.

-- What seems personal, and what stands in its place: a value keeps its surrogate, and no two share one.
CREATE TABLE personal_value (
    id INTEGER PRIMARY KEY,
    value TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    surrogate TEXT NOT NULL UNIQUE
) STRICT;

-- Decisions to replace or keep a value; the last one stands.
CREATE TABLE personal_decision (
    id INTEGER PRIMARY KEY,
    value INTEGER NOT NULL REFERENCES personal_value (id),
    replaced INTEGER NOT NULL,
    who TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX personal_decision_on ON personal_decision (value);

-- The last decision that a run's sources were read with, and the SHA-256 of all that then stood.
CREATE TABLE run_personal (
    run INTEGER PRIMARY KEY REFERENCES run (id),
    decision INTEGER NOT NULL REFERENCES personal_decision (id),
    sha256 TEXT NOT NULL
) STRICT;
