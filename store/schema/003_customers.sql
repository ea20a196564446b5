-- What customers start with, what a label says, carbon copies and merged customers.

-- `start`: what the settings said of the channels when the customer was new: two letters, phone and e-mail, "y" or "n";
-- empty: nothing, as of all who were there before.
ALTER TABLE customer ADD COLUMN start TEXT NOT NULL DEFAULT '';
ALTER TABLE customer ADD COLUMN start_ledger INTEGER NOT NULL DEFAULT 0;
-- Whether its label alone opted in when it was added.
ALTER TABLE contact ADD COLUMN opts_in INTEGER NOT NULL DEFAULT 0;

CREATE INDEX customer_carbon_copy ON customer (carbon_copy_of) WHERE carbon_copy_of <> '';

-- Customers that became part of another; `ledger` is the entry with which they ended.
CREATE TABLE merged (
    customer TEXT PRIMARY KEY,
    whole    TEXT NOT NULL,
    ledger   INTEGER NOT NULL REFERENCES ledger (sequence)
) WITHOUT ROWID;
CREATE INDEX merged_whole ON merged (whole);

DROP VIEW profile;
CREATE VIEW profile (address, part, one, two, three, owner, ledger) AS
    SELECT address, 'hard_stop', channel, suppression, sender, CAST('' AS TEXT), ledger FROM hard_stop
    UNION ALL
    SELECT address, 'own', channel, covers, state, CAST('' AS TEXT), ledger FROM preference
    WHERE customer = ''
    UNION ALL
    SELECT c.address, 'owners', p.channel, p.covers, p.state, c.customer, p.ledger
    FROM contact AS c CROSS JOIN preference AS p ON p.customer = c.customer AND p.address = ''
    UNION ALL
    SELECT c.address, 'contact', c.label, k.start, CAST('' AS TEXT), c.customer, c.ledger
    FROM contact AS c CROSS JOIN customer AS k ON k.id = c.customer;
