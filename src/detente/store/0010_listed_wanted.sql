-- Form 10: a page of a list by what is wanted first, found by an index however long the list is.
CREATE INDEX listed_wanted ON listed (line, grp, wanted DESC, heard_at, party, epoch, i);
