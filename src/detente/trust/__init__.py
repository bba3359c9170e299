"""Credentials, terms, introductions, succession, release. Every decision is in `decisions`, with its rule beside it."""
