-- Version 9: ratings of rows by reviewers, on a scale by level, the worst being 0. One without a level takes the last on its
-- scale back.

CREATE TABLE rating (
    id INTEGER PRIMARY KEY,
    attempt INTEGER NOT NULL REFERENCES attempt (id),
    who TEXT NOT NULL,
    at INTEGER NOT NULL,
    scale TEXT NOT NULL,
    level INTEGER,
    note TEXT NOT NULL,
    received INTEGER
) STRICT;
CREATE INDEX rating_of ON rating (attempt, who);
