-- Translations made here by the reader (line/working.py). Of this side alone: no part of the record, of an export, or of the line.
CREATE TABLE working (
  line BLOB NOT NULL, what BLOB NOT NULL, language TEXT NOT NULL, text TEXT NOT NULL, made_by TEXT NOT NULL, checked_by TEXT,
  at INTEGER NOT NULL, PRIMARY KEY (line, what, language)
) WITHOUT ROWID;
