"""Tenants and the scope that keeps their data apart."""
