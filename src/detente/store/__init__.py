"""Where a node keeps things. SQLite by default; a second store shares contract tests, not code."""
