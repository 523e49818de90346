"""One file per verb of the command line, each with a click command named `command`; `gxcrawl.cli` finds them by name."""
