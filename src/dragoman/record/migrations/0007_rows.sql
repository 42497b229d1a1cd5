-- What settles the failures of a file's rows is told apart from what settles those of the file.

-- "a.csv:" is of its rows ("a.csv:7"). Names as of a page's address ("http://host:8080") or of other
-- files ("x:7") look like rows and are none: what was held to settle them by that settles them no more.
INSERT OR IGNORE INTO passed (which, after)
SELECT which || ':', after FROM passed WHERE which NOT LIKE '%://%' AND (
  which LIKE '%.jsonl' OR which LIKE '%.ndjson' OR which LIKE '%.csv' OR which LIKE '%.tsv'
  OR which LIKE '%.parquet' OR which LIKE '%.warc' OR which LIKE '%.wet' OR which LIKE '%.gz');
