-- Format 1 of the ledger. What each table is for: docs/ledger.md.

-- The record: only ever added to.
CREATE TABLE entry (
    seq       INTEGER PRIMARY KEY CHECK (seq > 0),
    kind      TEXT    NOT NULL CHECK (kind IN ('report', 'reading', 'judgement')),
    subject   TEXT    NOT NULL,
    made_with TEXT,
    at        TEXT    NOT NULL,
    size      INTEGER NOT NULL CHECK (size >= 0),
    packing   INTEGER NOT NULL CHECK (packing IN (0, 1)),
    body      BLOB    NOT NULL,
    blob      BLOB    CHECK (length(blob) = 32),
    prev      BLOB    NOT NULL CHECK (length(prev) = 32),
    hash      BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX entry_kind ON entry (kind);
CREATE INDEX entry_subject ON entry (subject, kind);
CREATE UNIQUE INDEX entry_report ON entry (subject) WHERE kind = 'report';

CREATE TABLE blob (
    id      INTEGER PRIMARY KEY,
    hash    BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32),
    size    INTEGER NOT NULL CHECK (size >= 0),
    packing INTEGER NOT NULL CHECK (packing IN (0, 1)),
    bytes   BLOB    NOT NULL
) STRICT;

CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
CREATE TRIGGER blob_no_update BEFORE UPDATE ON blob BEGIN SELECT RAISE(ABORT, 'stored bytes are never changed'); END;
CREATE TRIGGER blob_no_delete BEFORE DELETE ON blob BEGIN SELECT RAISE(ABORT, 'stored bytes are never deleted'); END;

-- Everything below is derived from the above and may be thrown away and made again.

-- One row for each report entry, under the entry's number. words_*: what the search index holds of it.
CREATE TABLE report (
    seq         INTEGER PRIMARY KEY,
    id          TEXT    NOT NULL UNIQUE,
    published   TEXT,
    source      TEXT,
    title       TEXT,
    url         TEXT,
    copy_of     TEXT,
    words_count INTEGER NOT NULL,
    words_sum   INTEGER NOT NULL,
    checksum    BLOB    NOT NULL CHECK (length(checksum) = 8)
) STRICT;
CREATE INDEX report_copy ON report (copy_of) WHERE copy_of IS NOT NULL;

-- Words are folded and divided before they come here; `ascii` divides them at the spaces again and nowhere else.
CREATE VIRTUAL TABLE search USING fts5 (title, text, words, content = '', contentless_delete = 1, tokenize = 'ascii');

CREATE TABLE derived (
    id       INTEGER PRIMARY KEY,
    kind     TEXT    NOT NULL,
    key      TEXT    NOT NULL,
    day_from INTEGER,
    day_to   INTEGER CHECK (day_to >= day_from),
    cell     INTEGER,
    numbers  BLOB    NOT NULL CHECK (length(numbers) % 8 = 0),
    size     INTEGER NOT NULL CHECK (size >= 0),
    packing  INTEGER NOT NULL CHECK (packing IN (0, 1)),
    body     BLOB    NOT NULL,
    checksum BLOB    NOT NULL CHECK (length(checksum) = 8),
    UNIQUE (kind, key)
) STRICT;
CREATE INDEX derived_day ON derived (kind, day_from, day_to) WHERE day_from IS NOT NULL;
CREATE INDEX derived_cell ON derived (kind, cell, day_from, day_to) WHERE cell IS NOT NULL;

-- Under which numbers a derived row is found: those in its `numbers`.
CREATE TABLE derived_number (
    number INTEGER NOT NULL,
    id     INTEGER NOT NULL,
    PRIMARY KEY (number, id)
) STRICT, WITHOUT ROWID;

-- The entry up to which derived rows are made: one row, or none before the first time.
CREATE TABLE derived_head (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    seq  INTEGER NOT NULL,
    hash BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;
