-- What linking made of reports, kept so that it need not be made again.
--
-- Everything here can be lost: it is made anew from readings and judgements when it is asked for.
-- Its key is a digest of all that it was made from, so that what is found under it is never old.
CREATE TABLE linked (
  number INTEGER PRIMARY KEY,         -- the newest is the largest; the oldest are let go
  key TEXT NOT NULL UNIQUE,
  matter TEXT NOT NULL,               -- its first meeting: of one matter a few are kept
  names TEXT NOT NULL,                -- by which it is looked for, a line each
  body BLOB NOT NULL                  -- zlib of JSON
) STRICT;
CREATE INDEX linked_matter ON linked (matter);

-- Meetings of the newest reports, without a look at their other entries.
CREATE INDEX item_meeting ON item (article) WHERE kind = 'meeting';
