-- What shows a difference where two heads alone do not (line/shelf.py, LeafThere), and when it was found: ms UTC, by our clock.
ALTER TABLE differ ADD COLUMN there BLOB;
ALTER TABLE differ ADD COLUMN at INTEGER;
-- Witnesses that this node asks, and what each has last signed of each own log. Of this node alone: no part of the record.
CREATE TABLE witness (
  line BLOB NOT NULL, name TEXT NOT NULL, url TEXT NOT NULL, vkeys TEXT NOT NULL, added INTEGER NOT NULL,
  tried INTEGER, good INTEGER, why TEXT, PRIMARY KEY (line, name)
) WITHOUT ROWID;
CREATE TABLE cosigned (
  line BLOB NOT NULL, name TEXT NOT NULL, epoch BLOB NOT NULL, size INTEGER NOT NULL, at INTEGER NOT NULL,
  checkpoint BLOB NOT NULL, lines BLOB NOT NULL, PRIMARY KEY (line, name, epoch)
) WITHOUT ROWID;
