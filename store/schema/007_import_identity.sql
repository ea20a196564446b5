-- What an import's point was reached with: another file of that name, or another reading of it, starts anew.
-- Points from before are of nobody knows what.
DELETE FROM import;
ALTER TABLE import ADD COLUMN contents TEXT NOT NULL DEFAULT '';
ALTER TABLE import ADD COLUMN options TEXT NOT NULL DEFAULT '';
