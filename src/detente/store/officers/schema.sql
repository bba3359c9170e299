-- Who works at a desk (store/officers.py): apart from the record, which holds offices and never persons. Times are ms UTC.
CREATE TABLE officer (
  name TEXT PRIMARY KEY,             -- of an office and its role, `duty-1`; of nobody
  role TEXT NOT NULL CHECK (role IN ('officer', 'administrator')),
  language TEXT NOT NULL,
  password TEXT NOT NULL,            -- Argon2id, as argon2-cffi writes it
  added INTEGER NOT NULL,
  closed INTEGER
) STRICT;
CREATE TABLE passkey (
  id BLOB PRIMARY KEY,
  officer TEXT NOT NULL REFERENCES officer (name),
  key BLOB NOT NULL,
  count INTEGER NOT NULL,
  label TEXT NOT NULL,
  added INTEGER NOT NULL,
  used INTEGER
) STRICT;
CREATE TABLE session (
  token BLOB PRIMARY KEY,            -- SHA-256 of what the browser holds
  officer TEXT NOT NULL REFERENCES officer (name),
  csrf TEXT NOT NULL,
  language TEXT NOT NULL,
  began INTEGER NOT NULL,
  used INTEGER NOT NULL,             -- last press of a person; what a page fetches by itself does not count
  sound INTEGER                      -- when the sound was heard in a test
) STRICT;
CREATE TABLE attempt (               -- passwords that were wrong, until they no longer count
  name TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX attempt_of ON attempt (name, at);
CREATE TABLE log (                   -- what was done at the desk, and by which officer
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  officer TEXT NOT NULL,
  act TEXT NOT NULL,
  about TEXT NOT NULL
) STRICT;
CREATE INDEX log_at ON log (at);
CREATE TABLE note (                  -- of this side alone: notes, and who inside was told
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  line BLOB NOT NULL,
  thread BLOB NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('note', 'passed')),
  at INTEGER NOT NULL,
  officer TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX note_of ON note (line, thread, n);
CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
