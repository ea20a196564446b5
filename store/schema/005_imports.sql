-- Imports that can go on where they ended, and how many changes a day brought.

-- How far a file's import has come; written in one transaction with its rows.
CREATE TABLE import (
    file  TEXT PRIMARY KEY,
    bytes INTEGER NOT NULL,
    rows  INTEGER NOT NULL
) WITHOUT ROWID;

-- Entries of the ledger a day (UTC, days since 1970), counted as they are written: a report need not read them all.
CREATE TABLE changes_a_day (
    day     INTEGER NOT NULL,
    source  TEXT NOT NULL,
    action  TEXT NOT NULL,
    changes INTEGER NOT NULL,
    PRIMARY KEY (day, source, action)
) WITHOUT ROWID;
INSERT INTO changes_a_day SELECT at / 86400000, source, action, count(*) FROM ledger GROUP BY 1, 2, 3;
