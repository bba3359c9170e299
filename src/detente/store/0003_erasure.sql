-- When sections of a message were destroyed here, by agreement; `scrubbed` once no earlier page of the file can hold them.
CREATE TABLE erasure (
  line BLOB NOT NULL, what BLOB NOT NULL, at INTEGER NOT NULL, scrubbed INTEGER NOT NULL, PRIMARY KEY (line, what)
) WITHOUT ROWID;
-- Proposals and answers to them are few, and asked for again and again.
CREATE INDEX item_proposal ON item (line, kind) WHERE kind IN ('consent', 'destroyed', 'destruction', 'disclosure');
