-- When sections of a message were destroyed here, by agreement; `scrubbed` once no earlier page of the file can hold them.
CREATE TABLE erasure (
  line BLOB NOT NULL, what BLOB NOT NULL, at INTEGER NOT NULL, scrubbed INTEGER NOT NULL, PRIMARY KEY (line, what)
) WITHOUT ROWID;
