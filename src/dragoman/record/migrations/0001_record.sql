-- The record: what was read, by which reader, and what people say of it.
--
-- Three layers. Kept for ever: article, page, sighting, failure, reading, judgement; triggers
-- refuse to change or delete them. Shown: item, party, who and the two text indexes, made anew from
-- an article's newest reading and its judgements whenever one of these comes. Remembered: source.
--
-- Moments are UTC, ISO 8601 with "Z". Days are ISO. Spans are half-open, in characters.

-- A report, frozen. `about` is the article of docs/reading.schema.json without its text.
CREATE TABLE article (
  key INTEGER PRIMARY KEY,            -- the report's day << 32, then a number: newest is largest
  id TEXT NOT NULL UNIQUE,            -- as in the article: 16 digits of the digest
  digest TEXT NOT NULL,               -- SHA-256 of title, line feed and text
  kept TEXT NOT NULL CHECK (kept IN ('page', 'text', 'spans')),
  text TEXT NOT NULL,                 -- with 'spans', all else than their words is blanks
  about TEXT NOT NULL CHECK (json_valid(about)),
  added TEXT NOT NULL,
  story INTEGER NOT NULL,             -- key of the first of its near-copies; its own when none
  title TEXT GENERATED ALWAYS AS (json_extract(about, '$.title')) VIRTUAL,
  day TEXT GENERATED ALWAYS AS (json_extract(about, '$.published.day')) VIRTUAL,
  source TEXT GENERATED ALWAYS AS (json_extract(about, '$.source')) VIRTUAL,
  url TEXT GENERATED ALWAYS AS (json_extract(about, '$.url')) VIRTUAL,
  FOREIGN KEY (story) REFERENCES article (key)
) STRICT;
CREATE INDEX article_story ON article (story);
CREATE INDEX article_source ON article (source);
CREATE INDEX article_url ON article (url) WHERE url <> '';

-- The bytes that an article was taken from, compressed by zlib.
CREATE TABLE page (
  article INTEGER PRIMARY KEY REFERENCES article (key),
  content BLOB NOT NULL,
  kind TEXT NOT NULL,                 -- html or text
  url TEXT NOT NULL,
  charset TEXT NOT NULL
) STRICT;

-- Each time an input turned out to hold the article: one text may stand in many places.
CREATE TABLE sighting (
  key INTEGER PRIMARY KEY,
  which TEXT NOT NULL,                -- the input as named: a path, a URL, a row of a file
  article INTEGER NOT NULL REFERENCES article (key),
  seen TEXT NOT NULL
) STRICT;
CREATE INDEX sighting_which ON sighting (which, article);
CREATE INDEX sighting_article ON sighting (article);

-- Each input that could not be read, and why. A later sighting or failure of it settles it.
CREATE TABLE failure (
  key INTEGER PRIMARY KEY,
  which TEXT NOT NULL,
  error TEXT NOT NULL,                -- name of the error
  message TEXT NOT NULL,
  failed TEXT NOT NULL,
  after INTEGER NOT NULL              -- largest sighting then: a later one of it settles this
) STRICT;
CREATE INDEX failure_which ON failure (which);

-- All that one version of the reader says of an article; the newest is shown.
CREATE TABLE reading (
  key INTEGER PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES article (key),
  version TEXT NOT NULL,
  weights TEXT NOT NULL,
  made TEXT NOT NULL,
  body BLOB NOT NULL,                 -- zlib of the JSON without article, made_by, words of spans
  UNIQUE (article, version, weights)
) STRICT;

-- What a person, or the linker, holds of an item, a link or a process. See corrections.py.
CREATE TABLE judgement (
  key INTEGER PRIMARY KEY,
  kind TEXT NOT NULL
    CHECK (kind IN ('field', 'wrong', 'missing', 'split', 'merge', 'link', 'process', 'undo')),
  article INTEGER REFERENCES article (key),
  body TEXT NOT NULL CHECK (json_valid(body)),
  author TEXT NOT NULL,
  reason TEXT NOT NULL,
  made TEXT NOT NULL,
  undoes INTEGER REFERENCES judgement (key),
  CHECK ((kind = 'undo') = (undoes IS NOT NULL))
) STRICT;
CREATE INDEX judgement_article ON judgement (article);
CREATE INDEX judgement_undoes ON judgement (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX judgement_kind ON judgement (kind);

-- Marks by which near-copies find the first of their story: band of the MinHash, its value.
CREATE TABLE near (
  band INTEGER NOT NULL,
  value INTEGER NOT NULL,
  article INTEGER NOT NULL REFERENCES article (key),
  PRIMARY KEY (band, value, article)
) STRICT, WITHOUT ROWID;

-- What must be remembered of where reports come from: validators of feeds, delays of hosts.
CREATE TABLE source (
  which TEXT PRIMARY KEY,
  state TEXT NOT NULL CHECK (json_valid(state)),
  seen TEXT NOT NULL,
  after INTEGER NOT NULL              -- largest failure then: earlier ones of it are settled
) STRICT, WITHOUT ROWID;

-- An entry of what is shown.
CREATE TABLE item (
  key INTEGER PRIMARY KEY,            -- its day, else the report's, << 32, then a number
  article INTEGER NOT NULL REFERENCES article (key),
  kind TEXT NOT NULL,                 -- statement event meeting state condition task actor
  id TEXT NOT NULL,                   -- within its reading: s1, e2, m1.2
  parent TEXT,                        -- the meeting that it belongs to or is for
  label TEXT,                         -- act, event type, kind of meeting, state, kind of actor
  status TEXT,                        -- polarity, event status, contested, state family
  channel TEXT,                       -- of a statement
  code TEXT,                          -- CAMEO code of an event, sector of an actor
  first TEXT,                         -- its date: start, end (half-open) and how it was found
  until TEXT,
  how TEXT,
  start INTEGER NOT NULL,             -- the words that it rests on
  end INTEGER NOT NULL
) STRICT;
CREATE INDEX item_article ON item (article);
CREATE INDEX item_kind ON item (kind, label);
CREATE INDEX item_newest ON item (kind);

-- Names and sides of those who speak, act, meet.
CREATE TABLE who (
  key INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  side TEXT NOT NULL,                 -- ISO 3166-1 alpha-3, outlet, or empty
  UNIQUE (name, side)
) STRICT;
CREATE INDEX who_side ON who (side);

-- Who takes which part in an item.
CREATE TABLE party (
  who INTEGER NOT NULL REFERENCES who (key),
  role TEXT NOT NULL,                 -- speaker addressee relay actor target asserter participant
                                      -- set_by charged_by charged self
  item INTEGER NOT NULL REFERENCES item (key) ON DELETE CASCADE,
  side TEXT NOT NULL,                 -- that of who, here so that a side's newest are found at once
  PRIMARY KEY (who, role, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX party_item ON party (item, role, side);
CREATE INDEX party_side ON party (side, role, item);

-- Full text of reports, and of the words that items rest on: indexes only, the text is article's.
CREATE VIRTUAL TABLE article_text USING fts5 (
  title, text, content = 'article', content_rowid = 'key',
  tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIEW item_words AS
  SELECT item.key AS key, substr(article.text, item.start + 1, item.end - item.start) AS words
  FROM item JOIN article ON article.key = item.article;
CREATE VIRTUAL TABLE item_text USING fts5 (
  words, content = 'item_words', content_rowid = 'key',
  tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE TRIGGER article_kept BEFORE UPDATE ON article
  BEGIN SELECT raise(ABORT, 'an article is frozen'); END;
CREATE TRIGGER article_stays BEFORE DELETE ON article
  BEGIN SELECT raise(ABORT, 'an article is never deleted'); END;
CREATE TRIGGER page_kept BEFORE UPDATE ON page
  BEGIN SELECT raise(ABORT, 'a page is frozen'); END;
CREATE TRIGGER page_stays BEFORE DELETE ON page
  BEGIN SELECT raise(ABORT, 'a page is never deleted'); END;
CREATE TRIGGER sighting_stays BEFORE DELETE ON sighting
  BEGIN SELECT raise(ABORT, 'a sighting is never deleted'); END;
CREATE TRIGGER failure_kept BEFORE UPDATE ON failure
  BEGIN SELECT raise(ABORT, 'a failure is never changed'); END;
CREATE TRIGGER failure_stays BEFORE DELETE ON failure
  BEGIN SELECT raise(ABORT, 'a failure is never deleted'); END;
CREATE TRIGGER reading_kept BEFORE UPDATE ON reading
  BEGIN SELECT raise(ABORT, 'a reading is never changed'); END;
CREATE TRIGGER reading_stays BEFORE DELETE ON reading
  BEGIN SELECT raise(ABORT, 'a reading is never deleted'); END;
CREATE TRIGGER judgement_kept BEFORE UPDATE ON judgement
  BEGIN SELECT raise(ABORT, 'a judgement is never changed'); END;
CREATE TRIGGER judgement_stays BEFORE DELETE ON judgement
  BEGIN SELECT raise(ABORT, 'a judgement is never deleted'); END;
