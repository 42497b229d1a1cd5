-- Names that people hold to be of one actor.

-- Shown, made anew whenever a judgement on two actors comes or goes: an actor's other names lead to
-- the one under which its first judgement was made.
CREATE TABLE alias (
  who INTEGER PRIMARY KEY REFERENCES who (key),
  one INTEGER NOT NULL REFERENCES who (key)
) STRICT, WITHOUT ROWID;
CREATE INDEX alias_one ON alias (one);
