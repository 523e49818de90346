"""How an archive stands, and who is told: tallies, standing, alerts and their delivery."""
