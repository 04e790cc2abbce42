"""A verdict for programs: every finding, observed ones included, in one JSON object."""

import json

from waypost.finding import Edit, Finding, Fix, Span, Verdict


def render(verdict: Verdict) -> str:
    """`{"findings": [...]}`; lines and columns from 1, columns in code points, ends exclusive, `fix` null or edits.

    Where people may choose another way, `choice` has its name and its edits.
    """
    return json.dumps({"findings": [_finding(finding) for finding in verdict.findings]}, indent=2) + "\n"


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "check": finding.check,
        "stage": finding.stage.value,
        "path": finding.path,
        **_span(finding.span),
        "message": finding.message,
        "fix": _fix(finding.fix) if finding.fix else None,
        **({"choice": {"name": finding.choice.name, **_fix(finding.choice.fix)}} if finding.choice else {}),
    }


def _fix(fix: Fix) -> dict[str, object]:
    return {"title": fix.title, "edits": [_edit(edit) for edit in fix.edits]}


def _edit(edit: Edit) -> dict[str, object]:
    return {"path": edit.path, **_span(edit.span), "text": edit.text}


def _span(span: Span) -> dict[str, int]:
    return {"line": span.line, "column": span.column, "end_line": span.end_line, "end_column": span.end_column}
