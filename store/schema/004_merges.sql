-- An id may end in a merge more than once: whoever bears it afterwards is somebody else.
ALTER TABLE merged RENAME TO merged_once;
DROP INDEX merged_whole;
CREATE TABLE merged (
    customer TEXT NOT NULL,
    whole    TEXT NOT NULL,
    ledger   INTEGER NOT NULL REFERENCES ledger (sequence),
    PRIMARY KEY (customer, ledger)
) WITHOUT ROWID;
INSERT INTO merged SELECT customer, whole, ledger FROM merged_once;
DROP TABLE merged_once;
CREATE INDEX merged_whole ON merged (whole);

-- Which customer an entry on a customer is about: whoever bore that id then.
CREATE VIEW entry_of (customer, sequence) AS
    SELECT m.whole, l.sequence
    FROM merged AS m JOIN ledger AS l ON l.customer = m.customer AND l.customer <> ''
    WHERE l.sequence <= m.ledger AND l.sequence > (
        SELECT coalesce(max(e.ledger), 0) FROM merged AS e WHERE e.customer = m.customer AND e.ledger < m.ledger)
    UNION ALL
    SELECT l.customer, l.sequence
    FROM ledger AS l
    WHERE l.customer <> '' AND l.sequence > (
        SELECT coalesce(max(e.ledger), 0) FROM merged AS e WHERE e.customer = l.customer);
