-- To which routes this node gave its own messages, and when first: durable before any byte leaves, so no row means not sent.
-- `host` is empty where there is none (an answer to the other side's own envelope).
CREATE TABLE carriage (
  line BLOB NOT NULL, what BLOB NOT NULL, peer TEXT NOT NULL, way TEXT NOT NULL, host TEXT NOT NULL, first INTEGER NOT NULL,
  PRIMARY KEY (line, what, peer, way, host)
) WITHOUT ROWID;
-- What was said before this table was there: nothing is known, which is another thing than not sent.
INSERT OR IGNORE INTO carriage SELECT m.line, m.what, o.peer, 'unrecorded', '', m.heard_at FROM outbox o
  JOIN message m ON m.line=o.line AND m.party=o.party AND m.epoch=o.epoch AND m.i=o.i;
