-- Form 2: matters. The views are dropped; lines named in `stale` have theirs folded again before anything else is done.
DROP TABLE item;
DROP TABLE answer;
CREATE TABLE item (
  line BLOB NOT NULL, what BLOB NOT NULL, party TEXT NOT NULL, epoch BLOB NOT NULL, i INTEGER NOT NULL,
  n INTEGER NOT NULL, kind TEXT, context TEXT, area TEXT, wanted INTEGER, said_at INTEGER NOT NULL,
  heard_at INTEGER NOT NULL, verdict TEXT NOT NULL, reason TEXT, thread BLOB, mark TEXT, begins INTEGER, next_by INTEGER,
  PRIMARY KEY (line, party, epoch, i, what)
) WITHOUT ROWID;
CREATE INDEX item_number ON item (line, party, n);
CREATE INDEX item_thread ON item (line, thread) WHERE thread IS NOT NULL;
CREATE INDEX item_kind ON item (line, kind);
-- Which accepted message names which, by place: said again in a new epoch it names again, and no order may decide.
CREATE TABLE named (
  line BLOB NOT NULL, re BLOB NOT NULL, party TEXT NOT NULL, epoch BLOB NOT NULL, i INTEGER NOT NULL, what BLOB NOT NULL,
  kind TEXT NOT NULL, at INTEGER NOT NULL, mark TEXT, next_by INTEGER, PRIMARY KEY (line, re, party, epoch, i, what)
) WITHOUT ROWID;
CREATE TABLE stale (line BLOB PRIMARY KEY) WITHOUT ROWID;
INSERT INTO stale SELECT DISTINCT line FROM message;
