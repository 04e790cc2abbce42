"""One file per check: a change and the handbook of its base in, findings out.

A check is a function `(Change, Handbook) -> Iterator[Finding]`; its module's docstring is its documentation.
"""

import inspect
import sys
from collections.abc import Callable, Iterator
from itertools import islice

from waypost.change import Change
from waypost.checks import (
    allowed,
    breaking_spec_change,
    broken_waypost_file,
    dual_send,
    dynamic_event_name,
    event_near_duplicate,
    event_never_sent,
    event_not_in_spec,
    event_off_convention,
    event_properties_differ,
    lingering_event,
    looking,
    note_consent_over,
    note_dangling_reference,
    note_personal_data,
    note_unclear_field,
    objective_without_measure,
    property_off_convention,
    property_off_spec,
    renamed_event,
    retired_event,
    retired_objective,
    sensitive_property,
    sent,
    stale_measure,
    unresolved_event_name,
    unused_suppression,
)
from waypost.finding import Finding, Stage, Unread, Verdict
from waypost.frozen import replace
from waypost.handbook import Handbook, unfit
from waypost.telemetry import languages, spec_text

Check = Callable[[Change, Handbook], Iterator[Finding]]

CHECKS: dict[str, Check] = {
    sensitive_property.NAME: sensitive_property.check,
    retired_event.NAME: retired_event.check,
    note_personal_data.NAME: note_personal_data.check,
    note_consent_over.NAME: note_consent_over.check,
    breaking_spec_change.NAME: breaking_spec_change.check,
    renamed_event.NAME: renamed_event.check,
    event_near_duplicate.NAME: event_near_duplicate.check,
    event_off_convention.NAME: event_off_convention.check,
    dynamic_event_name.NAME: dynamic_event_name.check,
    property_off_spec.NAME: property_off_spec.check,
    event_properties_differ.NAME: event_properties_differ.check,
    property_off_convention.NAME: property_off_convention.check,
    event_never_sent.NAME: event_never_sent.check,
    lingering_event.NAME: lingering_event.check,
    event_not_in_spec.NAME: event_not_in_spec.check,
    note_dangling_reference.NAME: note_dangling_reference.check,
    note_unclear_field.NAME: note_unclear_field.check,
    retired_objective.NAME: retired_objective.check,
    stale_measure.NAME: stale_measure.check,
    objective_without_measure.NAME: objective_without_measure.check,
    broken_waypost_file.NAME: broken_waypost_file.check,
    unresolved_event_name.NAME: unresolved_event_name.check,
    unused_suppression.NAME: unused_suppression.check,
}
"""Every check by name, in the order in which people are told: what is hard to take back comes first."""

CHOICES: dict[str, str] = {
    dual_send.NAME: "sends a renamed event under both names for a while",
    breaking_spec_change.KEEP: "puts back what others rely on",
    lingering_event.TAKE_OUT: "takes the old one of two names out",
    sensitive_property.LEAVE_OUT: "leaves the property out",
}
"""What people may ask for where a check leaves the decision to them, by name: see `finding.Choice`."""

_READS_CODE = frozenset(
    name
    for name in CHECKS
    if name not in (breaking_spec_change.NAME, broken_waypost_file.NAME, unused_suppression.NAME)
    and name not in (objective_without_measure.NAME, retired_objective.NAME, stale_measure.NAME)
    and name[:5] != "note-"
)


MAX_FINDINGS = 1_000
"""What one check may find in one change; nobody reads more, and GitHub takes 50 in one go."""
ROUNDS = 5
"""How often `needed` is asked at most: a list of files, their settings, the file itself, and those it gives on from."""


def needed(change: Change, handbook: Handbook) -> looking.Need | None:
    """What has to be read beside a change before `run` can say all it has to say; None when nothing is left to read."""
    reads_code = any(handbook.settings.stage(name) is not Stage.OFF for name in _READS_CODE)
    return looking.needed(change, handbook) if reads_code else None


def leaving(change: Change, handbook: Handbook) -> tuple[str, ...]:
    """Names to be looked for in the whole repository, where that can be done: nothing may have them any more."""
    off = handbook.settings.stage(event_never_sent.NAME) is Stage.OFF
    return () if off else event_never_sent.leaving(change, handbook)


carriers, may_send = event_never_sent.carriers, event_never_sent.may_send


def run(change: Change, handbook: Handbook) -> Verdict:
    """All that the checks say about a change, each at the stage that the settings give it."""
    stages = {name: handbook.settings.stage(name) for name in CHECKS}
    asked = [name for name, stage in stages.items() if stage is not Stage.OFF]
    found = [finding for name in asked for finding in islice(CHECKS[name](change, handbook), MAX_FINDINGS)]
    kept, used = _not_allowed(change, handbook, found)
    if unused_suppression.NAME in asked:
        kept += unused_suppression.unused(change, used, asked)
    staged = (replace(finding, stage=stages[finding.check]) for finding in kept)
    reads_code = any(stages[name] is not Stage.OFF for name in _READS_CODE)
    unread = (
        *_missed(change, stages[broken_waypost_file.NAME]),
        *(sent.unread(change, handbook) if reads_code else ()),
    )
    looking.forget()
    spec_text.forget()
    return Verdict(tuple(sorted(staged, key=lambda finding: (finding.path, finding.span, finding.check))), unread)


def _not_allowed(
    change: Change, handbook: Handbook, found: list[Finding]
) -> tuple[list[Finding], frozenset[allowed.Allowed]]:
    """The findings that no comment beside the code allows, and the comments that were needed for the others."""
    comments: dict[tuple[str, str, int], allowed.Allowed] = {}
    for one in allowed.allowed(change):
        if one.reason and one.check != unused_suppression.NAME:
            comments[one.check, one.path, one.covers] = one
    if not comments:
        return found, frozenset()
    kept, used = list[Finding](), set[allowed.Allowed]()
    for finding in found:
        lines = ((finding.check, path, line) for path, line in sent.lines(finding, change, handbook))
        fitting = [comments[line] for line in lines if line in comments]
        used.update(fitting)
        kept += [] if fitting else [finding]
    return kept, frozenset(used)


def _missed(change: Change, stage: Stage) -> tuple[Unread, ...]:
    """What could not be looked at and would have been: nobody misses the contents of a picture.

    Of Waypost's own files a finding tells, unless its check is not to speak in that `stage`.
    """
    hidden = change.replaced(languages.reads)
    ours = {it.path: not stage.speaks for it in change.unread if it.path and unfit(it.path, it.reason)}
    return tuple(
        it for it in change.unread if not it.path or ours.get(it.path, languages.reads(it.path) or it.path in hidden)
    )


def explain(name: str) -> str:
    """The documentation of a check in Markdown: the flaw, why it matters, how to settle it, an example.

    Raises KeyError for a check that does not exist.
    """
    return inspect.cleandoc(sys.modules[CHECKS[name].__module__].__doc__ or "")
