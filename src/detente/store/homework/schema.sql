-- Homework of one party alone (store/homework.py): readings of words, answers to cards, areas. Times are ms UTC of the writing.
-- A row is never changed and never deleted: the newest of a name counts, those before it stay to be read.
CREATE TABLE kept (
  entry INTEGER PRIMARY KEY,
  subject TEXT NOT NULL CHECK (subject IN ('word', 'card', 'area', 'own')),
  name TEXT NOT NULL,                -- of the word, the card, the area
  at INTEGER NOT NULL,
  who TEXT NOT NULL,                 -- who wrote, on this machine; it signs nothing
  body TEXT NOT NULL                 -- JSON; {} says that what stood before no longer counts
) STRICT;
CREATE INDEX kept_of ON kept (subject, name, entry);
