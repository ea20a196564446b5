-- The ledger, the state folded from it, the journal, and who may look.
--
-- Spelling: times are milliseconds since 1970 UTC; an empty text means "none" or "any"; names of channels, covers,
-- suppressions, outcomes and reasons are those of store/model.

-- One row: what belongs to this database alone.
CREATE TABLE store (
    only   INTEGER PRIMARY KEY CHECK (only = 1),
    secret BLOB NOT NULL CHECK (length(secret) = 16),
    probes INTEGER NOT NULL DEFAULT 0  -- raised to find out whether the database can be written
);

-- The append-only history. What names a person stands in columns of its own.
CREATE TABLE ledger (
    sequence INTEGER PRIMARY KEY,  -- 1, 2, 3, ... without gaps
    at       INTEGER NOT NULL,
    action   TEXT NOT NULL,
    source   TEXT NOT NULL,
    actor    TEXT NOT NULL,
    evidence TEXT NOT NULL,
    customer TEXT NOT NULL,
    address  TEXT NOT NULL,
    before   TEXT NOT NULL,
    after    TEXT NOT NULL,
    note     TEXT NOT NULL
);
CREATE INDEX ledger_customer ON ledger (customer) WHERE customer <> '';
CREATE INDEX ledger_address ON ledger (address) WHERE address <> '';

CREATE TRIGGER ledger_keeps_its_lines BEFORE UPDATE ON ledger
BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_keeps_all_lines BEFORE DELETE ON ledger
BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;

-- The state: written with the ledger in one transaction, and always equal to the fold over it.
-- `ledger` is the sequence of the entry that made a row what it is.
CREATE TABLE customer (
    id             TEXT PRIMARY KEY,
    kind           TEXT NOT NULL,
    name           TEXT NOT NULL,
    carbon_copy_of TEXT NOT NULL,
    ledger         INTEGER NOT NULL REFERENCES ledger (sequence)
) WITHOUT ROWID;

CREATE TABLE contact (
    customer TEXT NOT NULL REFERENCES customer (id),
    address  TEXT NOT NULL,
    label    TEXT NOT NULL,
    position INTEGER NOT NULL,
    ledger   INTEGER NOT NULL REFERENCES ledger (sequence),
    PRIMARY KEY (customer, address)
) WITHOUT ROWID;
CREATE INDEX contact_address ON contact (address, customer, label, ledger);

-- On a customer (then `address` is empty) or on an address (then `customer` is).
CREATE TABLE preference (
    customer TEXT NOT NULL,
    address  TEXT NOT NULL,
    channel  TEXT NOT NULL,
    covers   TEXT NOT NULL,
    state    TEXT NOT NULL,
    ledger   INTEGER NOT NULL REFERENCES ledger (sequence),
    PRIMARY KEY (customer, address, channel, covers),
    CHECK ((customer = '') <> (address = ''))
) WITHOUT ROWID;

CREATE TABLE hard_stop (
    address     TEXT NOT NULL,
    channel     TEXT NOT NULL,
    suppression TEXT NOT NULL,
    sender      TEXT NOT NULL,
    ledger      INTEGER NOT NULL REFERENCES ledger (sequence),
    PRIMARY KEY (address, channel, suppression, sender)
) WITHOUT ROWID;

-- An address's profile, one fact a row: `part` tells which of the Profile's lists `one`, `two`, `three` belong to.
-- The empty texts are cast so that all arms agree on their types: only then does SQLite merge the arms in the order of
-- their indexes instead of sorting them all.
CREATE VIEW profile (address, part, one, two, three, owner, ledger) AS
    SELECT address, 'hard_stop', channel, suppression, sender, CAST('' AS TEXT), ledger FROM hard_stop
    UNION ALL
    SELECT address, 'own', channel, covers, state, CAST('' AS TEXT), ledger FROM preference
    WHERE customer = ''
    UNION ALL
    SELECT c.address, 'owners', p.channel, p.covers, p.state, c.customer, p.ledger
    FROM contact AS c CROSS JOIN preference AS p ON p.customer = c.customer AND p.address = ''
    UNION ALL
    SELECT address, 'label', label, CAST('' AS TEXT), CAST('' AS TEXT), customer, ledger FROM contact;

-- The block log. Newest first is (at, row) descending; each index serves one filter in that order.
CREATE TABLE journal (
    row      INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    decision TEXT NOT NULL,
    app      TEXT NOT NULL,
    provider TEXT NOT NULL,
    channel  TEXT NOT NULL,
    category TEXT NOT NULL,
    kind     TEXT NOT NULL,
    address  TEXT NOT NULL,
    outcome  TEXT NOT NULL,
    reason   TEXT NOT NULL,
    mode     TEXT NOT NULL,
    stream   TEXT NOT NULL,
    customer TEXT NOT NULL,
    evidence TEXT NOT NULL,
    ledger   INTEGER NOT NULL
);
CREATE INDEX journal_at ON journal (at);
CREATE INDEX journal_address ON journal (address, at);
CREATE INDEX journal_decision ON journal (decision);
-- No index for application, category or reason: each would cost every entry a random page, and few values tell many
-- rows apart. Such a query walks journal_at from the newest.

-- Bearer tokens of the admin API, as digests only.
CREATE TABLE token (
    name    TEXT PRIMARY KEY,
    role    TEXT NOT NULL,
    digest  TEXT NOT NULL UNIQUE,
    created INTEGER NOT NULL
) WITHOUT ROWID;
