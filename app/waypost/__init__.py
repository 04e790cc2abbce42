"""Waypost: product operations where the work is, on issues and pull requests."""
