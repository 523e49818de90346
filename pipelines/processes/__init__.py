"""Where slow and dangerous work runs: child processes with limits, or the workers of a cluster, behind one `Executor`."""
