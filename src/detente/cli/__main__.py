"""`python -m detente.cli` is `detente`."""

from detente.cli.main import main

if __name__ == "__main__":
    main()
