"""`python -m gxcrawl`: the front door."""

from gxcrawl.cli import main

if __name__ == "__main__":
    main()
