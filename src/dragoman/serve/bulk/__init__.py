"""An archive of reports → a folder of Parquet tables; `read_batch` is all that reads in it."""
