-- What is being written at a desk and is not said yet: apart from the record, and never sent as it stands here. Times are ms UTC.
CREATE TABLE draft (
  id TEXT PRIMARY KEY,               -- 16 bytes of chance, hexadecimal
  line BLOB NOT NULL,
  kind TEXT NOT NULL,
  about TEXT NOT NULL,               -- the message it is about, or nothing
  officer TEXT NOT NULL,             -- who wrote it last
  began INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  version INTEGER NOT NULL,
  fields TEXT NOT NULL,              -- JSON: the form as it was typed; emptied when it is said or thrown away
  ready BLOB,                        -- the message as it would be signed (node/writing.py), since it was last looked through
  asked INTEGER,                     -- since when it waits for a second person
  remark TEXT NOT NULL DEFAULT '',   -- why it was sent back
  said TEXT NOT NULL DEFAULT '',     -- its reference, once it is on the record
  dropped INTEGER
) STRICT;
CREATE INDEX draft_of ON draft (changed);
CREATE TABLE ended (                 -- sessions that ended by themselves: what their browser still holds may be kept as a draft
  token BLOB PRIMARY KEY,
  officer TEXT NOT NULL,
  csrf TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
