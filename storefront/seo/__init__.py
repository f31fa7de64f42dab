"""Structured data, metadata, sitemaps and checks: functions of data."""
