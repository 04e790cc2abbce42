"""Durable jobs: accept, run, retry, bury, replay."""

from waypost.jobs.events import Bury, Delivery, Job, Payload
from waypost.jobs.retry import Hopeless, Pace, RetryLater
from waypost.jobs.workflow import Intake, Work

__all__ = ["Bury", "Delivery", "Hopeless", "Intake", "Job", "Pace", "Payload", "RetryLater", "Work"]
