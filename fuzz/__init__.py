"""Coverage-guided fuzzing of everything that reads what others wrote. How to run it, and figures: docs/fuzzing.md."""
