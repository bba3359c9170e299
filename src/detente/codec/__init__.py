"""Canonical bytes: CBOR, COSE frames, strict text forms, limits, errors. Imports nothing of the house."""
