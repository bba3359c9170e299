-- Desk state of this side alone: never on the record, never on the line.
-- When a message was first displayed here, and by which reader command.
CREATE TABLE shown (
  line BLOB NOT NULL, what BLOB NOT NULL, at INTEGER NOT NULL, by TEXT NOT NULL, PRIMARY KEY (line, what)
) WITHOUT ROWID;
-- Who was called up for which message: a row a step of the ladder. `ended` is NULL while a try is under way, or was cut.
CREATE TABLE called (
  line BLOB NOT NULL, what BLOB NOT NULL, step TEXT NOT NULL, who TEXT NOT NULL, way TEXT NOT NULL, tries INTEGER NOT NULL,
  begun INTEGER NOT NULL, ended INTEGER, outcome TEXT, PRIMARY KEY (line, what, step)
) WITHOUT ROWID;
-- What the incoming office was shown last, and what it has taken over, signed (docs/people.md).
CREATE TABLE handover_shown (
  line BLOB PRIMARY KEY, at INTEGER NOT NULL, digest BLOB NOT NULL, report BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE handover (
  line BLOB NOT NULL, n INTEGER NOT NULL, at INTEGER NOT NULL, frame BLOB NOT NULL, report BLOB NOT NULL, PRIMARY KEY (line, n)
) WITHOUT ROWID;
