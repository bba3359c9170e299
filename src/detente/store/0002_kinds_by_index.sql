-- Rosters and keys are looked up by kind whenever a row is shown; without this the whole line is walked for each.
CREATE INDEX item_kind ON item (line, kind);
