-- Version 2: attempts that people ask for, and one list of all that people change, so that it can be taken back in
-- order.

-- Attempts beside the run's own: a resumed run neither makes nor sees them.
CREATE TABLE extra (
    attempt INTEGER PRIMARY KEY REFERENCES attempt (id),
    who TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;

-- Decisions become revisions: of the verdict, where they name no field.
ALTER TABLE revision RENAME TO revision_1;
CREATE TABLE revision (
    id INTEGER PRIMARY KEY,
    attempt INTEGER NOT NULL REFERENCES attempt (id),
    run INTEGER NOT NULL REFERENCES run (id),
    who TEXT NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    field TEXT,
    before TEXT,
    after TEXT
) STRICT;
-- Undo knew edits alone, so decisions come before them.
INSERT INTO revision (attempt, run, who, at, kind, field, before, after)
SELECT attempt, run, who, at, '"edit"', NULL, before, verdict FROM (
    SELECT v.*, a.run, lag(v.verdict) OVER (PARTITION BY v.attempt ORDER BY v.id) AS before
    FROM verdict v JOIN attempt a ON a.id = v.attempt
) WHERE who IS NOT NULL AND before IS NOT NULL ORDER BY id;
INSERT INTO revision (attempt, run, who, at, kind, field, before, after)
SELECT attempt, run, who, at, kind, field, before, after FROM revision_1 ORDER BY id;
DROP TABLE revision_1;
CREATE INDEX revision_of ON revision (attempt);
CREATE INDEX revision_in ON revision (run);

ALTER TABLE verdict RENAME TO verdict_1;
CREATE TABLE verdict (
    attempt INTEGER PRIMARY KEY REFERENCES attempt (id),
    verdict TEXT NOT NULL
) STRICT;
INSERT INTO verdict (attempt, verdict)
SELECT attempt, verdict FROM verdict_1 WHERE who IS NULL;
DROP TABLE verdict_1;
