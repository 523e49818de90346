"""The oddities and faults of each content system, on pages written by hand."""
