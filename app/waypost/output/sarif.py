"""A verdict as SARIF 2.1.0, for code scanning and other tools that read it."""

import hashlib
import json
from typing import Any, TypeAlias
from urllib.parse import quote

from waypost import checks
from waypost.finding import Finding, Fix, Span, Stage, Unread, Verdict

Json: TypeAlias = dict[str, Any]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(verdict: Verdict) -> str:
    """One run with the findings that people see, their fixes, and the rules they come from."""
    names = sorted({finding.check for finding in verdict.spoken})
    run = {
        "tool": {"driver": {"name": "Waypost", "rules": [_rule(name) for name in names]}},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(verdict)],
        "results": [_result(finding, names.index(finding.check)) for finding in verdict.spoken],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(name: str) -> Json:
    explained = checks.explain(name)
    return {
        "id": name,
        "shortDescription": {"text": explained.strip().split("\n", 1)[0]},
        "help": {"text": explained, "markdown": explained},
    }


def _invocation(verdict: Verdict) -> Json:
    notes = [_notification(unread) for unread in verdict.unread]
    return {"executionSuccessful": True, **({"toolExecutionNotifications": notes} if notes else {})}


def _notification(unread: Unread) -> Json:
    note: Json = {"level": "note", "message": {"text": f"Not looked at: {unread.reason}"}}
    if unread.path:
        note["locations"] = [{"physicalLocation": {"artifactLocation": _artifact(unread.path)}}]
    return note


def _result(finding: Finding, rule: int) -> Json:
    place = {"artifactLocation": _artifact(finding.path), "region": _region(finding.span)}
    result: Json = {
        "ruleId": finding.check,
        "ruleIndex": rule,
        "level": "error" if finding.stage is Stage.REQUIRE else "note",
        "message": {"text": finding.message, "markdown": finding.message},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"waypostFinding/v1": _fingerprint(finding)},
    }
    fixes = [finding.fix, finding.choice.fix if finding.choice else None]
    told = [_fix(fix) for fix in fixes if fix is not None]
    return {**result, "fixes": told} if told else result


def _fingerprint(finding: Finding) -> str:
    """The same for a finding that only moved to another line."""
    return hashlib.sha256(
        "\0".join((finding.check, finding.path, finding.message)).encode("utf-8", "replace")
    ).hexdigest()


def _fix(fix: Fix) -> Json:
    paths = dict.fromkeys(edit.path for edit in fix.edits)
    changes = [
        {
            "artifactLocation": _artifact(path),
            "replacements": [
                {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}}
                for edit in fix.edits
                if edit.path == path
            ],
        }
        for path in paths
    ]
    return {"description": {"text": fix.title}, "artifactChanges": changes}


def _artifact(path: str) -> Json:
    return {"uri": quote(path, errors="surrogateescape"), "uriBaseId": "%SRCROOT%"}


def _region(span: Span) -> Json:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
