"""Bundles: export part of a record with its proofs, withhold sections, verify offline."""
