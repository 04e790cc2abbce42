"""One file per check: a change and the handbook of its base in, findings out.

A check is a function `(Change, Handbook) -> Iterator[Finding]`; its module's docstring is its documentation.
"""

import inspect
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace

from waypost.change import Change
from waypost.checks import (
    broken_waypost_file,
    dynamic_event_name,
    event_not_in_spec,
    event_off_convention,
    property_off_convention,
    sensitive_property,
    sent,
)
from waypost.finding import Finding, Stage, Unread, Verdict
from waypost.handbook import Handbook, belongs
from waypost.telemetry import languages

Check = Callable[[Change, Handbook], Iterator[Finding]]

CHECKS: dict[str, Check] = {
    sensitive_property.NAME: sensitive_property.check,
    event_off_convention.NAME: event_off_convention.check,
    dynamic_event_name.NAME: dynamic_event_name.check,
    property_off_convention.NAME: property_off_convention.check,
    event_not_in_spec.NAME: event_not_in_spec.check,
    broken_waypost_file.NAME: broken_waypost_file.check,
}
"""Every check by name, in the order in which people are told: what is hard to take back comes first."""

_READS_CODE = frozenset(CHECKS) - {broken_waypost_file.NAME}


def run(change: Change, handbook: Handbook) -> Verdict:
    """All that the checks say about a change, each at the stage that the settings give it."""
    stages = {name: handbook.settings.stage(name) for name in CHECKS}
    found = [
        replace(finding, stage=stages[name])
        for name, check in CHECKS.items()
        if stages[name] is not Stage.OFF
        for finding in check(change, handbook)
    ]
    reads_code = any(stages[name] is not Stage.OFF for name in _READS_CODE)
    unread = (*_missed(change), *(sent.unread(change, handbook) if reads_code else ()))
    return Verdict(tuple(sorted(found, key=lambda finding: (finding.path, finding.span, finding.check))), unread)


def _missed(change: Change) -> tuple[Unread, ...]:
    """What could not be looked at and would have been: nobody misses the contents of a picture."""
    return tuple(
        unread for unread in change.unread if not unread.path or belongs(unread.path) or languages.reads(unread.path)
    )


def explain(name: str) -> str:
    """The documentation of a check in Markdown: the flaw, why it matters, how to settle it, an example.

    Raises KeyError for a check that does not exist.
    """
    return inspect.cleandoc(sys.modules[CHECKS[name].__module__].__doc__ or "")
