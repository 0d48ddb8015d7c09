-- Records: what happened. They are added, never changed.

CREATE TABLE recipe (
    hash TEXT PRIMARY KEY,
    toml TEXT NOT NULL,
    parent TEXT REFERENCES recipe (hash),
    created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE source_row (
    source INTEGER NOT NULL REFERENCES source (id),
    position INTEGER NOT NULL,
    fields TEXT NOT NULL,
    PRIMARY KEY (source, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    recipe TEXT NOT NULL REFERENCES recipe (hash),
    model TEXT NOT NULL,
    seed INTEGER NOT NULL,
    profile TEXT NOT NULL,
    rows INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    overrides TEXT NOT NULL,
    input TEXT,
    status TEXT NOT NULL,
    created INTEGER NOT NULL,
    started INTEGER,
    finished INTEGER
) STRICT;

CREATE TABLE run_source (
    run INTEGER NOT NULL REFERENCES run (id),
    name TEXT NOT NULL,
    source INTEGER NOT NULL REFERENCES source (id),
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    private INTEGER NOT NULL,
    PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE attempt (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run (id),
    draw INTEGER NOT NULL,
    try INTEGER NOT NULL,
    record BLOB NOT NULL,
    UNIQUE (run, draw, try)
) STRICT;

CREATE TABLE verdict (
    id INTEGER PRIMARY KEY,
    attempt INTEGER NOT NULL REFERENCES attempt (id),
    who TEXT,
    at INTEGER,
    verdict TEXT NOT NULL
) STRICT;
CREATE INDEX verdict_of ON verdict (attempt);
CREATE UNIQUE INDEX one_automatic_verdict ON verdict (attempt) WHERE who IS NULL;

CREATE TABLE revision (
    id INTEGER PRIMARY KEY,
    attempt INTEGER NOT NULL REFERENCES attempt (id),
    run INTEGER NOT NULL REFERENCES run (id),
    who TEXT NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    field TEXT NOT NULL,
    before TEXT,
    after TEXT
) STRICT;
CREATE INDEX revision_of ON revision (attempt);
CREATE INDEX revision_in ON revision (run);

CREATE TABLE review (
    id INTEGER PRIMARY KEY,
    attempt INTEGER NOT NULL REFERENCES attempt (id),
    who TEXT NOT NULL,
    at INTEGER NOT NULL,
    decision TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX review_of ON review (attempt);

-- State that is replaced.

CREATE TABLE draft (
    id TEXT PRIMARY KEY,
    toml TEXT NOT NULL,
    parent TEXT REFERENCES recipe (hash),
    updated INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Views for the data page, computed from the records in the same transaction: each attempt as it stands
-- now, one index entry for each of its values, and an index of its words.

CREATE TABLE listing (
    attempt INTEGER PRIMARY KEY REFERENCES attempt (id),
    run INTEGER NOT NULL REFERENCES run (id),
    draw INTEGER NOT NULL,
    try INTEGER NOT NULL,
    state INTEGER NOT NULL,
    row INTEGER,
    stage INTEGER,
    failed_check TEXT,
    reason TEXT,
    tokens INTEGER NOT NULL,
    words INTEGER NOT NULL,
    log_probability REAL,
    revised INTEGER NOT NULL,
    conditions TEXT NOT NULL,
    cells TEXT NOT NULL
) STRICT;
CREATE INDEX listing_draw ON listing (run, draw);
CREATE INDEX listing_state ON listing (run, state, draw);
CREATE UNIQUE INDEX listing_row ON listing (run, row) WHERE row IS NOT NULL;
CREATE INDEX listing_stage ON listing (run, state, stage, failed_check, tokens);
CREATE INDEX listing_log_probability ON listing (run, log_probability);
CREATE INDEX listing_tokens ON listing (run, tokens);
CREATE INDEX listing_words ON listing (run, words);

CREATE TABLE field (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run (id),
    name TEXT NOT NULL,
    UNIQUE (run, name)
) STRICT;

CREATE TABLE cell (
    field INTEGER NOT NULL REFERENCES field (id),
    value ANY NOT NULL COLLATE NOCASE,
    attempt INTEGER NOT NULL REFERENCES attempt (id),
    PRIMARY KEY (field, value, attempt)
) STRICT, WITHOUT ROWID;
CREATE INDEX cell_of ON cell (attempt, field);

CREATE VIRTUAL TABLE search USING fts5 (
    text, content = '', contentless_delete = 1, tokenize = 'trigram'
);
