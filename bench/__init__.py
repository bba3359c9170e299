"""Measurements: figures beside what they are built from, in the same run. `python -m bench [NAME ...]`."""
