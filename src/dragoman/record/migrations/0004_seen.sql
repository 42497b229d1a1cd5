-- What another input tells of a report that the record has; inputs of many that were gone through.

-- Outlets that print a text word for word share one article. What the later one tells otherwise than
-- the article stands with its sighting; NULL where it tells the same.
ALTER TABLE sighting ADD COLUMN source TEXT;
ALTER TABLE sighting ADD COLUMN url TEXT;
ALTER TABLE sighting ADD COLUMN day TEXT;
CREATE INDEX sighting_source ON sighting (source, article) WHERE source IS NOT NULL;

-- A folder, a pattern or a file of many reports that was gone through to its end: this settles what
-- failed of it before, itself and its rows. What still fails has failed anew, and later.
CREATE TABLE passed (
  which TEXT PRIMARY KEY,
  after INTEGER NOT NULL              -- largest failure when it was begun
) STRICT;

-- The proof of a reading is that of who made it and when, too: SHA-256 of these and of its body's.
DROP TRIGGER reading_kept;
UPDATE reading SET proof = sha256(json_array(article, version, weights, made, day, proof));
CREATE TRIGGER reading_kept BEFORE UPDATE ON reading
  BEGIN SELECT raise(ABORT, 'a reading is never changed'); END;
