-- Version 7: what models answered when they were asked about rows, and pairs of rows that models judged.

-- A question put to a model, both as JSON and in words.
CREATE TABLE annotation (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run (id),
    question TEXT NOT NULL,
    model TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX annotation_of ON annotation (run);

-- Its answers, as they came. A row may be asked about in several turns, and again once it has changed: basis is the SHA-256
-- of what the model read of it. Of equal ones the latest counts. Probabilities are JSON.
CREATE TABLE annotation_answer (
    id INTEGER PRIMARY KEY,
    annotation INTEGER NOT NULL REFERENCES annotation (id),
    attempt INTEGER NOT NULL REFERENCES attempt (id),
    turn INTEGER NOT NULL,
    basis TEXT NOT NULL,
    said TEXT NOT NULL,
    probabilities TEXT NOT NULL,
    sampled INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX annotation_answer_of ON annotation_answer (annotation, attempt);

-- The SHA-256 of the model that judged a pair; NULL where a person did.
ALTER TABLE pair ADD COLUMN model TEXT;
