-- Proofs of what is kept; readings that come again; an article's own fields as people correct them.
--
-- `sha256` is dragoman's own function: of a blob its digest, of text that of its UTF-8.

-- `about` is what is shown of an article: as it came, with what people hold of it. Where both
-- differ, `stated` is what came; which of the two it is may change, what came may not.
ALTER TABLE article ADD COLUMN stated TEXT;
ALTER TABLE article ADD COLUMN proof TEXT NOT NULL DEFAULT '';    -- SHA-256 of what came
DROP TRIGGER article_kept;
UPDATE article SET proof = sha256(about);
CREATE TRIGGER article_kept BEFORE UPDATE OF key, id, digest, kept, text, added, story, proof
  ON article BEGIN SELECT raise(ABORT, 'an article is frozen'); END;
CREATE TRIGGER article_told BEFORE UPDATE OF about, stated ON article
  WHEN coalesce(new.stated, new.about) IS NOT coalesce(old.stated, old.about)
  BEGIN SELECT raise(ABORT, 'an article is frozen'); END;

ALTER TABLE page ADD COLUMN proof TEXT NOT NULL DEFAULT '';       -- SHA-256 of content
DROP TRIGGER page_kept;
UPDATE page SET proof = sha256(content);
CREATE TRIGGER page_kept BEFORE UPDATE ON page
  BEGIN SELECT raise(ABORT, 'a page is frozen'); END;

ALTER TABLE judgement ADD COLUMN proof TEXT NOT NULL DEFAULT '';  -- SHA-256 of all its fields
DROP TRIGGER judgement_kept;
UPDATE judgement SET proof =
  sha256(json_array(kind, article, body, author, reason, made, undoes));
CREATE TRIGGER judgement_kept BEFORE UPDATE ON judgement
  BEGIN SELECT raise(ABORT, 'a judgement is never changed'); END;

-- A reading may come again: the one to be shown is put in anew as the newest, so that one can go
-- back to earlier weights, or to the day that a report was read under.
CREATE TABLE reading_anew (
  key INTEGER PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES article (key),
  version TEXT NOT NULL,
  weights TEXT NOT NULL,
  made TEXT NOT NULL,
  day TEXT,                           -- of publication, as it was read
  proof TEXT NOT NULL,                -- SHA-256 of body
  body BLOB NOT NULL                  -- zlib of the JSON without article, made_by, words of spans
) STRICT;
INSERT INTO reading_anew SELECT reading.key, article, version, weights, made,
  (SELECT day FROM article WHERE article.key = reading.article), sha256(body), body FROM reading;
DROP TABLE reading;
ALTER TABLE reading_anew RENAME TO reading;
CREATE INDEX reading_article ON reading (article, key, version, weights, day);
CREATE TRIGGER reading_kept BEFORE UPDATE ON reading
  BEGIN SELECT raise(ABORT, 'a reading is never changed'); END;
CREATE TRIGGER reading_stays BEFORE DELETE ON reading
  BEGIN SELECT raise(ABORT, 'a reading is never deleted'); END;

-- INSERT OR REPLACE deletes without asking the triggers of deleting: what is there stays there.
CREATE TRIGGER article_once BEFORE INSERT ON article
  WHEN EXISTS (SELECT 1 FROM article WHERE key = new.key OR id = new.id)
  BEGIN SELECT raise(ABORT, 'an article is never replaced'); END;
CREATE TRIGGER page_once BEFORE INSERT ON page
  WHEN EXISTS (SELECT 1 FROM page WHERE article = new.article)
  BEGIN SELECT raise(ABORT, 'a page is never replaced'); END;
CREATE TRIGGER sighting_once BEFORE INSERT ON sighting
  WHEN EXISTS (SELECT 1 FROM sighting WHERE key = new.key)
  BEGIN SELECT raise(ABORT, 'a sighting is never replaced'); END;
CREATE TRIGGER failure_once BEFORE INSERT ON failure
  WHEN EXISTS (SELECT 1 FROM failure WHERE key = new.key)
  BEGIN SELECT raise(ABORT, 'a failure is never replaced'); END;
CREATE TRIGGER reading_once BEFORE INSERT ON reading
  WHEN EXISTS (SELECT 1 FROM reading WHERE key = new.key)
  BEGIN SELECT raise(ABORT, 'a reading is never replaced'); END;
CREATE TRIGGER judgement_once BEFORE INSERT ON judgement
  WHEN EXISTS (SELECT 1 FROM judgement WHERE key = new.key)
  BEGIN SELECT raise(ABORT, 'a judgement is never replaced'); END;
CREATE TRIGGER sighting_kept BEFORE UPDATE ON sighting
  BEGIN SELECT raise(ABORT, 'a sighting is never changed'); END;
