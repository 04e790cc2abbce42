"""Durable jobs: accept, run, retry, bury, replay."""
