"""What `waypost telemetry infer` does: scan, propose, show or write."""

import argparse
import sys
from pathlib import Path
from typing import TextIO

from waypost.cli.problem import UsageProblem
from waypost.cli.scanning import remarks, root_of, scanned
from waypost.cli.specs import spec_files, write_spec
from waypost.output.text import plain
from waypost.telemetry.call_site import CallSite
from waypost.telemetry.inferring import Proposal, propose
from waypost.telemetry.resolve import Resolution
from waypost.telemetry.spec import PATH, read_specs


def infer(args: argparse.Namespace) -> int:
    """Propose a spec for a repository, and write it where asked. Raises UsageProblem."""
    if not args.path.is_dir():
        raise UsageProblem(f"There is no folder {args.path}.")
    root, _ = root_of(args.path)
    found = scanned(root, "")
    if not found.sites:  # nothing to write down, and nothing to take for gone
        _print([*remarks(found)], sys.stderr)
        return 0
    files = spec_files(root)
    _refuse_broken(files)
    proposal = propose(found.sites, files)
    lines = [*proposal.evidence, *_left_out(found.sites), *remarks(found)]
    if args.write:
        _write(root, proposal)
        _print([*lines, *(proposal.done or ("Nothing to add: the spec has all of it.",))], sys.stdout)
    else:
        _print(lines, sys.stderr)
        sys.stdout.write(_shown(files, proposal))
    return 0


def _refuse_broken(files: dict[str, bytes]) -> None:
    """What is wrong in a spec would be taken for missing."""
    _, problems = read_specs(files)
    if problems:
        _print([str(problem) for problem in problems], sys.stderr)
        raise UsageProblem("The spec has faults. Mend them first, as told above.")


def _left_out(sites: tuple[CallSite, ...]) -> list[str]:
    """How many calls have no name that can be told."""
    made = sum(site.resolution is Resolution.PATTERN for site in sites)
    unknown = sum(site.resolution is Resolution.UNRESOLVED for site in sites)
    kinds = [(made, "whose name is put together at run time"), (unknown, "whose name is not known")]
    told = ", ".join(f"{count} call{'s' * (count != 1)} {which}" for count, which in kinds if count)
    return [f"Left out: {told}."] if told else []


def _write(root: Path, proposal: Proposal) -> None:
    for path, text in proposal.files.items():
        write_spec(root, path, text)


def _shown(files: dict[str, bytes], proposal: Proposal) -> str:
    """The spec's files as they would be; of several, each with its path in front."""
    after = {**files, **proposal.files}
    if set(after) <= {PATH}:
        return after.get(PATH, b"").decode("utf-8", "replace")
    return "".join(f"# {path}\n{text.decode('utf-8', 'replace')}\n" for path, text in sorted(after.items()))


def _print(lines: list[str], stream: TextIO) -> None:
    for line in lines:
        print(plain(line), file=stream)
