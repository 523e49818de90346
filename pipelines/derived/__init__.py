"""Captures made from captures: the members of bundles, and conversions of old Word files."""
