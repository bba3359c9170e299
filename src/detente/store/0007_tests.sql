-- A view: tests of the line, their replies and planned pauses. Folded again from the messages by whoever rebuilds.
-- A record older than this form holds none of these kinds: it had no name for them.
CREATE TABLE tested (
  line BLOB NOT NULL, party TEXT NOT NULL, epoch BLOB NOT NULL, i INTEGER NOT NULL, what BLOB NOT NULL,
  kind TEXT NOT NULL, re BLOB, at INTEGER NOT NULL, heard_at INTEGER NOT NULL, composed INTEGER NOT NULL,
  "plan" TEXT, pauses TEXT, begins INTEGER, ends INTEGER, PRIMARY KEY (line, party, epoch, i, what)
) WITHOUT ROWID;
CREATE INDEX tested_at ON tested (line, kind, party, at);
CREATE INDEX tested_re ON tested (line, re);
