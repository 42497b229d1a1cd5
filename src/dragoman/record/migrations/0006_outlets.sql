-- An outlet is looked for and counted by the name under which it is shown.

-- As far as the page tells: the outlet's name, else that of its wire, else the host.
ALTER TABLE article ADD COLUMN outlet TEXT GENERATED ALWAYS AS (coalesce(
  nullif(json_extract(about, '$.source'), ''),
  nullif(json_extract(about, '$.wire'), ''),
  CASE WHEN instr(json_extract(about, '$.url'), '://') THEN substr(
    substr(replace(json_extract(about, '$.url'), '://www.', '://'),
           instr(replace(json_extract(about, '$.url'), '://www.', '://'), '://') + 3),
    1,
    instr(substr(replace(json_extract(about, '$.url'), '://www.', '://'),
                 instr(replace(json_extract(about, '$.url'), '://www.', '://'), '://') + 3) || '/',
          '/') - 1)
  END,
  '')) VIRTUAL;
DROP INDEX article_source;
CREATE INDEX article_outlet ON article (outlet);
