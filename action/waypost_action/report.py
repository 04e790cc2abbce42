"""Where a runner shows what was found: log and annotations, job summary, outputs, SARIF file."""

import secrets
from collections.abc import Mapping
from pathlib import Path

from waypost.checkout.worktree import Worktree
from waypost.finding import Verdict
from waypost.output import github, markdown, sarif, text
from waypost_action.inputs import InputError, Inputs

MAX_SUMMARY = 1_000_000
"""Bytes; GitHub drops a step's summary beyond 1 MiB."""


def show(verdict: Verdict, inputs: Inputs, environment: Mapping[str, str]) -> None:
    """Everything there is to show of one verdict. Raises InputError where the SARIF file cannot be written."""
    log(text.render(verdict))
    if inputs.annotations:
        print(github.render(verdict), end="")
    if summary := environment.get("GITHUB_STEP_SUMMARY"):
        _append(summary, markdown.render(verdict))
    path = _write_sarif(inputs, sarif.render(verdict).encode())
    if outputs := environment.get("GITHUB_OUTPUT"):
        values = {"findings": len(verdict.spoken), "failed": str(verdict.failed).lower(), "sarif": path}
        _append(outputs, "".join(_output(name, str(value)) for name, value in values.items()))


def summary(words: str, environment: Mapping[str, str]) -> None:
    """Put Markdown into the job's summary."""
    if path := environment.get("GITHUB_STEP_SUMMARY"):
        _append(path, words)


def log(words: str) -> None:
    """Print words that may hold anything, if any: between these two marks the runner obeys no command."""
    if not words:
        return
    mark = secrets.token_hex(16)
    print(f"::stop-commands::{mark}\n{words.rstrip()}\n::{mark}::")


def failure(message: str) -> None:
    """An error that stands at no line."""
    print(github.command("error", {"title": "Waypost"}, message))


def _output(name: str, value: str) -> str:
    mark = secrets.token_hex(16)
    return f"{name}<<{mark}\n{value}\n{mark}\n"


def _append(path: str, words: str) -> None:
    with Path(path).open("a", encoding="utf-8", errors="replace") as file:
        file.write(words)


def _write_sarif(inputs: Inputs, content: bytes) -> Path:
    """Write the file; in the workspace never through a link that somebody committed."""
    if inputs.sarif.is_absolute():
        inputs.sarif.write_bytes(content)
        return inputs.sarif
    try:
        Worktree(inputs.workspace).write(inputs.sarif.as_posix(), content)
    except ValueError as error:
        raise InputError(f"`sarif-file`: {error} Name a file in the workspace, or below `runner.temp`.") from error
    return inputs.workspace / inputs.sarif
