-- Version 6: words of several reviewers on one row, given here or in files of their own.

-- What followed from a judgment is told by the kind of the revision.
UPDATE revision SET kind = '"review"'
WHERE kind = '"edit"' AND id IN (SELECT revision FROM review WHERE revision IS NOT NULL);

-- What a word makes of the row's values, whether it is the final one, and when it came in from another file.
ALTER TABLE review RENAME TO review_4;
CREATE TABLE review (
    id INTEGER PRIMARY KEY,
    attempt INTEGER NOT NULL REFERENCES attempt (id),
    who TEXT NOT NULL,
    at INTEGER NOT NULL,
    judgment TEXT,
    changes TEXT NOT NULL,
    note TEXT NOT NULL,
    sampled INTEGER NOT NULL,
    adjudicates INTEGER NOT NULL,
    received INTEGER
) STRICT;
INSERT INTO review (id, attempt, who, at, judgment, changes, note, sampled, adjudicates)
SELECT r.id, r.attempt, r.who, r.at, r.judgment,
       CASE WHEN v.field IS NULL THEN '{}' ELSE json_object(v.field, json(v.after)) END, r.note, r.sampled, 0
FROM review_4 r LEFT JOIN revision v ON v.id = r.revision ORDER BY r.id;
DROP TABLE review_4;
CREATE INDEX review_of ON review (attempt, who);
CREATE INDEX review_by ON review (who, attempt);

-- In a reviewer's file: whose it is, of which run its rows are, and which fields were left out of them.
CREATE TABLE exchange (
    run INTEGER PRIMARY KEY REFERENCES run (id),
    reviewer TEXT NOT NULL,
    origin TEXT NOT NULL,
    left_out TEXT NOT NULL,
    blind INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT;

-- The SHA-256 of each row's values as they were assigned.
CREATE TABLE exchange_row (
    attempt INTEGER PRIMARY KEY REFERENCES attempt (id),
    digest TEXT NOT NULL
) STRICT;
