-- Cases of one party alone (store/book.py). Times are ms UTC of when a row was written; times of the case stand in its body.
-- Nothing here is ever changed but `cases.version`, `cases.closed` and what a draft holds: what was typed stays.
CREATE TABLE cases (
  id TEXT PRIMARY KEY,
  opened INTEGER NOT NULL,
  version INTEGER NOT NULL,          -- the newest in `versions`; an edit names the one it began from
  closed INTEGER,
  closing TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE versions (
  id TEXT NOT NULL REFERENCES cases (id),
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  body TEXT NOT NULL,                -- JSON, the shape of cases/case.py
  PRIMARY KEY (id, version)
) STRICT;
CREATE TABLE drafts (                -- a case being typed: every answer at once, gone when it became a case
  draft INTEGER PRIMARY KEY,
  began INTEGER NOT NULL,
  at INTEGER NOT NULL,
  answers TEXT NOT NULL
) STRICT;
CREATE TABLE entries (               -- notes, passed on inside, told outside, replies, files, forms: one row each, in order
  entry INTEGER PRIMARY KEY,
  id TEXT NOT NULL REFERENCES cases (id),
  kind TEXT NOT NULL CHECK (kind IN ('note', 'passed', 'told', 'reply', 'file', 'form', 'sent')),
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  body TEXT NOT NULL                 -- JSON
) STRICT;
CREATE INDEX entries_of ON entries (id, kind, entry);
