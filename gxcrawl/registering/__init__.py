"""New sites for the registry, and whether old ones still stand: visits that archive nothing."""
