"""The report card: what the checks found, for people and for programs."""
