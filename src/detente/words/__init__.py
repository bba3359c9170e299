"""Words by one party alone: the scheme as others' tools read it, one's own readings, mappings to other lists.

`scheme.py`: a vocabulary as plain values · `mapping.py`, `diverging.py`: data beside it · `reading.py`: one side's readings, and
two side by side · `tables.py` (CSV), `graph.py` (SKOS-XL), `tbx.py`: out and in again, exactly · `taking.py`: what a file that
comes in would change.
"""
