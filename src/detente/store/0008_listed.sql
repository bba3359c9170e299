-- Form 8: the list of a desk is kept, not made anew each time. Lines named in `stale` have their views folded again first.
-- One row for each message that a list shows: `grp` as in views/matters.py, `waits` whether a person of ours has yet to acknowledge it.
CREATE TABLE listed (
  line BLOB NOT NULL, party TEXT NOT NULL, what BLOB NOT NULL, grp TEXT NOT NULL, waits INTEGER NOT NULL, wanted INTEGER NOT NULL,
  word_due INTEGER, heard_at INTEGER NOT NULL, epoch BLOB NOT NULL, i INTEGER NOT NULL, PRIMARY KEY (line, party, what)
) WITHOUT ROWID;
CREATE INDEX listed_order ON listed (line, grp, heard_at, party, epoch, i);
CREATE INDEX listed_waits ON listed (line, waits) WHERE waits=1;
INSERT OR IGNORE INTO stale SELECT DISTINCT line FROM message;
