-- The ledger as a chain: who changes, removes or adds a line by hand breaks it (store/ledger/chain.hpp; `optgate verify`).
--
--   salt    random, of this line alone; goes with the personal data, so that the digest says nothing of it any more
--   digest  keyed hash of salt and personal columns (actor, evidence, customer, address, before, after, note)
--   hash    keyed hash of the line before's hash, sequence, at, action, source and digest
ALTER TABLE ledger ADD COLUMN salt BLOB NOT NULL DEFAULT x'';
ALTER TABLE ledger ADD COLUMN digest BLOB NOT NULL DEFAULT x'';
ALTER TABLE ledger ADD COLUMN hash BLOB NOT NULL DEFAULT x'';

-- The last line, so that lines missing at the end are noticed.
ALTER TABLE store ADD COLUMN chain_length INTEGER NOT NULL DEFAULT 0;
ALTER TABLE store ADD COLUMN chain_head BLOB NOT NULL DEFAULT x'';

-- People whose data was erased: who they are can't be told, only recognised (store/keyed_hash.hpp, form `erased`).
CREATE TABLE erased (
    hash   BLOB PRIMARY KEY CHECK (length(hash) = 16),
    ledger INTEGER NOT NULL REFERENCES ledger (sequence)
) WITHOUT ROWID;

-- A line changes in two ways only: it is chained once (by the migration; every later one is born chained), and its
-- personal columns are emptied, all of them (an erasure).
DROP TRIGGER ledger_keeps_its_lines;
CREATE TRIGGER ledger_keeps_its_lines BEFORE UPDATE ON ledger
WHEN old.hash <> x'' AND NOT (
    new.sequence IS old.sequence AND new.at IS old.at AND new.action IS old.action AND new.source IS old.source
    AND new.digest IS old.digest AND new.hash IS old.hash AND new.salt IS x''
    AND new.actor IS '' AND new.evidence IS '' AND new.customer IS '' AND new.address IS '' AND new.before IS ''
    AND new.after IS '' AND new.note IS '')
BEGIN SELECT raise(ABORT, 'the ledger is append-only'); END;
