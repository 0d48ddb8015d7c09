-- Judgments of reviewers: JSON in place of free words, and the change of the row that followed. No program wrote any before.

DROP TABLE review;
CREATE TABLE review (
    id INTEGER PRIMARY KEY,
    attempt INTEGER NOT NULL REFERENCES attempt (id),
    who TEXT NOT NULL,
    at INTEGER NOT NULL,
    judgment TEXT,
    note TEXT NOT NULL,
    sampled INTEGER NOT NULL,
    revision INTEGER REFERENCES revision (id)
) STRICT;
CREATE INDEX review_of ON review (attempt, who);
CREATE INDEX review_by ON review (who, attempt);
