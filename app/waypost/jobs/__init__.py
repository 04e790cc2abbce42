"""Durable jobs: accept, run, retry, bury, replay."""

from waypost.jobs.events import Bury, Delivery, Job, Payload
from waypost.jobs.retry import Pace, RetryLater

__all__ = ["Bury", "Delivery", "Job", "Pace", "Payload", "RetryLater"]
