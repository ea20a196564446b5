-- What is known of a message's text, what admins say of how it was classified, and what applications' own labels do.

-- `mark`: model::Mark; `message`: which of the send's messages; `subject` and `text` where the configuration keeps them.
ALTER TABLE journal ADD COLUMN mark TEXT NOT NULL DEFAULT '';
ALTER TABLE journal ADD COLUMN message INTEGER NOT NULL DEFAULT 0;
ALTER TABLE journal ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE journal ADD COLUMN text TEXT NOT NULL DEFAULT '';
CREATE INDEX journal_mark ON journal (mark, at) WHERE mark <> '';

-- Outlives the journal's entry; names nobody, but its text may: an erasure empties it.
CREATE TABLE feedback (
    row      INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    actor    TEXT NOT NULL,
    decision TEXT NOT NULL,
    message  INTEGER NOT NULL,
    app      TEXT NOT NULL,
    provider TEXT NOT NULL,
    channel  TEXT NOT NULL,
    was      TEXT NOT NULL,
    category TEXT NOT NULL,
    kind     TEXT NOT NULL,
    subject  TEXT NOT NULL,
    text     TEXT NOT NULL,
    UNIQUE (decision, message)
);

CREATE TABLE score (
    app    TEXT NOT NULL,
    kind   TEXT NOT NULL,
    bucket INTEGER NOT NULL,
    count  INTEGER NOT NULL,
    PRIMARY KEY (app, kind, bucket)
) WITHOUT ROWID;
