-- Version 5: pipelines of curation that were applied to a run, what they did to its rows, and pairs of rows that people
-- judged blindly.

-- A pipeline, or without one that the last which stood was taken back. The last that stands counts.
CREATE TABLE curation (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run (id),
    who TEXT NOT NULL,
    at INTEGER NOT NULL,
    pipeline TEXT,
    label_field TEXT
) STRICT;
CREATE INDEX curation_of ON curation (run);

-- Rows that a pipeline did something to. Labels are JSON.
CREATE TABLE curated (
    curation INTEGER NOT NULL REFERENCES curation (id),
    attempt INTEGER NOT NULL REFERENCES attempt (id),
    dropped_by TEXT,
    label_before TEXT,
    label_after TEXT,
    weight REAL NOT NULL,
    marks TEXT NOT NULL,
    PRIMARY KEY (curation, attempt)
) STRICT, WITHOUT ROWID;
CREATE INDEX curated_of ON curated (attempt);

ALTER TABLE listing ADD COLUMN dropped_by TEXT;
ALTER TABLE listing ADD COLUMN weight REAL;
CREATE INDEX listing_dropped_by ON listing (run, dropped_by) WHERE dropped_by IS NOT NULL;
CREATE INDEX listing_weight ON listing (run, weight) WHERE weight IS NOT NULL;

-- Two rows beside each other, as they stood left and right, and which was better; without a word the last one of the
-- same reviewer is taken back.
CREATE TABLE pair (
    id INTEGER PRIMARY KEY,
    left INTEGER NOT NULL REFERENCES attempt (id),
    right INTEGER NOT NULL REFERENCES attempt (id),
    who TEXT NOT NULL,
    at INTEGER NOT NULL,
    outcome TEXT
) STRICT;
CREATE INDEX pair_of ON pair (left, right);
