"""A night and the machine it runs on: parts, processes, shards, progress, the roll-call, health."""
