-- Form 1. What comes after is a file of its own (0002_….sql, see migrate.py); this one never changes again.
CREATE TABLE line (
  id BLOB PRIMARY KEY, context TEXT NOT NULL, terms BLOB NOT NULL, fields BLOB NOT NULL, founded INTEGER
) WITHOUT ROWID;
CREATE TABLE credential (
  line BLOB NOT NULL, party TEXT NOT NULL, frame BLOB NOT NULL, fields BLOB NOT NULL, PRIMARY KEY (line, party)
) WITHOUT ROWID;
CREATE TABLE log (
  num INTEGER PRIMARY KEY, line BLOB NOT NULL, party TEXT NOT NULL, epoch BLOB NOT NULL, own INTEGER NOT NULL,
  size INTEGER NOT NULL, said INTEGER NOT NULL, at INTEGER NOT NULL, named INTEGER NOT NULL,
  body_size INTEGER NOT NULL DEFAULT 0, body TEXT, checkpoint BLOB, UNIQUE (line, party, epoch)
);
CREATE TABLE leaf (
  log INTEGER NOT NULL, i INTEGER NOT NULL, opening BLOB NOT NULL, leaf BLOB NOT NULL, PRIMARY KEY (log, i)
) WITHOUT ROWID;
CREATE TABLE message (
  line BLOB NOT NULL, party TEXT NOT NULL, epoch BLOB NOT NULL, i INTEGER NOT NULL, what BLOB NOT NULL,
  content_id BLOB NOT NULL, said BLOB NOT NULL, message BLOB NOT NULL, verdict TEXT NOT NULL, reason TEXT, heard_at INTEGER NOT NULL,
  heard_in BLOB NOT NULL, proof BLOB, PRIMARY KEY (line, party, epoch, i, what)
) WITHOUT ROWID;
CREATE INDEX message_what ON message (line, what);
-- What was heard on its own path, where we do not hold its author's log: all there is to show that it was said.
CREATE INDEX message_apart ON message (line, party) WHERE proof IS NOT NULL;
CREATE INDEX message_content ON message (line, party, content_id);
-- What counts against an author's quotas, by class and hour since 1970; `name` is a message's, or where it stands (line/quota.py).
CREATE TABLE spent (
  line BLOB NOT NULL, party TEXT NOT NULL, wanted INTEGER NOT NULL, hour INTEGER NOT NULL, name BLOB NOT NULL,
  PRIMARY KEY (line, party, wanted, hour, name)
) WITHOUT ROWID;
-- Messages over quota: where they stand and nothing of what they say. `first` is the index of the run they are shown as.
CREATE TABLE excess (
  line BLOB NOT NULL, party TEXT NOT NULL, epoch BLOB NOT NULL, i INTEGER NOT NULL, n INTEGER NOT NULL, what BLOB NOT NULL,
  first INTEGER NOT NULL, wanted INTEGER NOT NULL, hour INTEGER NOT NULL, said_at INTEGER NOT NULL, heard_at INTEGER NOT NULL,
  heard_in BLOB NOT NULL, PRIMARY KEY (line, party, epoch, i, what)
) WITHOUT ROWID;
CREATE INDEX excess_what ON excess (line, what);
CREATE TABLE outbox (
  line BLOB NOT NULL, peer TEXT NOT NULL, party TEXT NOT NULL, epoch BLOB NOT NULL, i INTEGER NOT NULL,
  PRIMARY KEY (line, peer, party, epoch, i)
) WITHOUT ROWID;
CREATE TABLE receipt (
  line BLOB NOT NULL, peer TEXT NOT NULL, epoch BLOB NOT NULL, i INTEGER NOT NULL, what BLOB NOT NULL,
  verdict TEXT NOT NULL, reason TEXT, at INTEGER NOT NULL, place_epoch BLOB NOT NULL, place_i INTEGER NOT NULL,
  possession INTEGER NOT NULL, PRIMARY KEY (line, peer, epoch, i)
) WITHOUT ROWID;
CREATE INDEX receipt_place ON receipt (line, epoch, i);
CREATE TABLE peer (
  line BLOB NOT NULL, peer TEXT NOT NULL, epoch BLOB NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL,
  PRIMARY KEY (line, peer)
) WITHOUT ROWID;
CREATE TABLE differ (line BLOB NOT NULL, party TEXT NOT NULL, ours BLOB NOT NULL, theirs BLOB NOT NULL,
  PRIMARY KEY (line, party, theirs)) WITHOUT ROWID;
CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
-- Views: dropped and folded again from the messages at will.
CREATE TABLE item (
  line BLOB NOT NULL, what BLOB NOT NULL, party TEXT NOT NULL, epoch BLOB NOT NULL, i INTEGER NOT NULL,
  n INTEGER NOT NULL, kind TEXT, context TEXT, area TEXT, wanted INTEGER, said_at INTEGER NOT NULL,
  heard_at INTEGER NOT NULL, verdict TEXT NOT NULL, reason TEXT, PRIMARY KEY (line, party, epoch, i, what)
) WITHOUT ROWID;
CREATE INDEX item_number ON item (line, party, n);
CREATE TABLE answer (
  line BLOB NOT NULL, re BLOB NOT NULL, party TEXT NOT NULL, epoch BLOB NOT NULL, i INTEGER NOT NULL, what BLOB NOT NULL,
  at INTEGER NOT NULL, PRIMARY KEY (line, re, party, epoch, i, what)
) WITHOUT ROWID;
