"""From a snapshot of the catalogue to finished pages."""
