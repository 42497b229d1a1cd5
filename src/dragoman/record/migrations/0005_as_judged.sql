-- What follows from judgements: names that are of one actor, and where a report with another day
-- stands among the others.

-- Shown, made anew whenever a judgement on two actors comes or goes: an actor's other names lead to
-- the one under which its first judgement was made.
CREATE TABLE alias (
  who INTEGER PRIMARY KEY REFERENCES who (key),
  one INTEGER NOT NULL REFERENCES who (key)
) STRICT, WITHOUT ROWID;
CREATE INDEX alias_one ON alias (one);

-- The names that a judgement on two actors is on; NULL where one is told by no name, or is lost.
CREATE TABLE named (
  judgement INTEGER PRIMARY KEY REFERENCES judgement (key),
  left_article INTEGER,
  right_article INTEGER,
  "left" INTEGER,
  "right" INTEGER,
  verdict TEXT NOT NULL
) STRICT;
CREATE INDEX named_left ON named (left_article);
CREATE INDEX named_right ON named (right_article);

-- A key has the day as which the report came, for ever. Of one that people hold to be of another
-- day this is the key that it would have: that day << 32, then a number above those of keys.
ALTER TABLE article ADD COLUMN place INTEGER;
UPDATE article SET place = (CAST(julianday(day) - 1721424.5 AS INTEGER) << 32) + 2147483648
  + (SELECT count(*) FROM article AS other WHERE other.stated IS NOT NULL AND other.key < article.key)
  WHERE stated IS NOT NULL AND day IS NOT NULL
  AND key >> 32 <> CAST(julianday(day) - 1721424.5 AS INTEGER);
CREATE INDEX article_place ON article (coalesce(place, key));
CREATE INDEX article_moved ON article (place) WHERE place IS NOT NULL;

-- How an input was to be read and kept that failed: JSON of keep, published, columns, private. Who
-- tries again asks for the same.
ALTER TABLE failure ADD COLUMN asked TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(asked));
