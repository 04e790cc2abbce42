"""One run of the Action: inputs in, the same checks as everywhere, annotations and an exit code out."""

import os
import sys
from collections.abc import Mapping
from typing import Any

from waypost import checkout, checks
from waypost.cli.elsewhere import joined
from waypost.cli.problem import UsageProblem
from waypost_action import inputs, report


def main(environment: Mapping[str, str]) -> int:
    """0 fine, 1 a required check found something, 2 the workflow needs a change, 3 our own fault."""
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        return run(inputs.read(environment), environment)
    except inputs.InputError as problem:
        report.failure(str(problem))
        return 2
    except Exception as error:  # the one place where a fault of ours ends
        report.failure(f"This is a fault of ours, please report it: {type(error).__name__}: {error}")
        return 3


def run(given: inputs.Inputs, environment: Mapping[str, str]) -> int:
    """Check and show. Raises InputError where the checkout lacks what is needed."""
    if given.issue is not None:
        return tell(given, given.issue, environment)
    revisions = given.revisions
    try:
        change, handbook = checkout.gathered(given.repository, revisions.base, revisions.head)
        handbook, missing = joined(handbook, change, given.repository, given.kept)
    except checkout.CheckoutError as error:
        raise inputs.InputError(f"{error}{revisions.hint}") from error
    except UsageProblem as problem:
        raise inputs.InputError(str(problem)) from problem
    for line in (*map(str, handbook.problems), missing):
        report.log(line)
    verdict = checks.run(change, handbook)
    report.show(verdict, given, environment)
    return 1 if verdict.failed else 0


def tell(given: inputs.Inputs, event: dict[str, Any], environment: Mapping[str, str]) -> int:
    """The context of an issue and what research knows, as the App would write it, in the job's summary.

    Raises InputError.
    """
    from waypost import told  # templates take a while to import, and most runs look at a change
    from waypost.cli.suggesting import known
    from waypost.handlers import contexts

    try:
        handbook = checkout.handbook(given.repository, "HEAD", notes=False)
        facts = told.from_json(event, given.name, handbook)
        research, missing = known(given.repository, facts.title, facts.body, given.name, given.kept)
    except (checkout.CheckoutError, UsageProblem) as error:
        raise inputs.InputError(str(error)) from error
    for line in (*map(str, handbook.problems), missing):
        report.log(line)
    if words := "\n".join(part for part in (contexts.section(facts), research) if part):
        report.summary(words, environment)
    return 0


if __name__ == "__main__":
    sys.exit(main(os.environ))
