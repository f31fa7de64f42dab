"""Asking for a build: HTTP, command line, and a client for other Python services."""
