"""The command line: words for people, JSON for programs; no logic of its own."""
