"""Fixes in a working tree: as a whole, only where they fit, never elsewhere."""

import errno
from pathlib import Path
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waypost import fixing
from waypost.checkout.worktree import Worktree
from waypost.cli.fixing import apply, edited
from waypost.finding import Edit, Finding, Fix, Span


def edit(span: tuple[int, int, int, int], text: str, path: str = "a.ts") -> Edit:
    return Edit(path, Span(*span), text)


def finding(*edits: Edit) -> Finding:
    return Finding("some-check", "a.ts", Span(1, 1, 1, 1), "Message.", Fix("Mend it", edits))


EDITS: dict[str, tuple[bytes, list[Edit], bytes]] = {
    "replace": (b"one two\n", [edit((1, 5, 1, 8), "2")], b"one 2\n"),
    "insert": (b"one\n", [edit((1, 1, 1, 1), "x")], b"xone\n"),
    "at the end": (b"one\n", [edit((2, 1, 2, 1), "two\n")], b"one\ntwo\n"),
    "into nothing": (b"", [edit((1, 1, 1, 1), "x\n")], b"x\n"),
    "over lines": (b"a\nb\nc\n", [edit((1, 2, 3, 1), "-")], b"a-c\n"),
    "several, in any order": (b"a b\nc\n", [edit((2, 1, 2, 2), "C"), edit((1, 3, 1, 4), "B")], b"a B\nC\n"),
    "insertions at one place, in order": (b"", [edit((1, 1, 1, 1), "1"), edit((1, 1, 1, 1), "2")], b"12"),
    "insertions at one place, the deeper first": (
        b"a:\n  b: {}\n",
        [edit((3, 1, 3, 1), "  d: {}\n"), edit((3, 1, 3, 1), "    c: {}\n")],
        b"a:\n  b: {}\n    c: {}\n  d: {}\n",
    ),
    "columns are code points": ("é😀x\n".encode(), [edit((1, 3, 1, 4), "y")], "é😀y\n".encode()),
    "crlf": (b"a\r\nb\r\n", [edit((2, 1, 2, 1), "x\n")], b"a\r\nx\r\nb\r\n"),
    "byte order mark": (b"\xef\xbb\xbfa\n", [edit((1, 1, 1, 1), "x")], b"\xef\xbb\xbfxa\n"),
    "not utf-8": (b"\xff a\n", [edit((1, 3, 1, 4), "b")], b"\xff b\n"),
    "only line feeds end lines": ("a\u2028b\x0cc\n".encode(), [edit((1, 5, 1, 6), "C")], "a\u2028b\x0cC\n".encode()),
}


@pytest.mark.parametrize(("before", "edits", "after"), EDITS.values(), ids=EDITS)
def test_edits(before: bytes, edits: list[Edit], after: bytes) -> None:
    assert edited(before, edits) == after


@given(st.text(alphabet="ab\n\ré😀\ufeff"))
def test_no_edit_changes_no_byte(text: str) -> None:
    assert edited(text.encode(), []) == text.encode()


def test_a_fix_over_two_files_is_applied_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "a.ts").write_text("a\n")
    (tmp_path / "b.ts").write_text("b\n")
    whole = finding(edit((1, 1, 1, 2), "A"), edit((1, 1, 1, 2), "B", "b.ts"))
    report = apply(tmp_path, [whole], {"a.ts": b"a\n", "b.ts": b"b\n"})
    assert report.fixed == ("a.ts (1 edit)", "b.ts (1 edit)")
    assert ((tmp_path / "a.ts").read_text(), (tmp_path / "b.ts").read_text()) == ("A\n", "B\n")


def test_half_a_fix_is_not_applied(tmp_path: Path) -> None:
    (tmp_path / "a.ts").write_text("a\n")
    (tmp_path / "b.ts").write_text("changed meanwhile\n")
    whole = finding(edit((1, 1, 1, 2), "A"), edit((1, 1, 1, 2), "B", "b.ts"))
    report = apply(tmp_path, [whole], {"a.ts": b"a\n", "b.ts": b"b\n"})
    assert report.left == ("Mend it (b.ts is not as it was when it was checked)",)
    assert report.fixed == ()
    assert (tmp_path / "a.ts").read_text() == "a\n"


def test_applying_twice_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.ts").write_text("a\n")
    one = finding(edit((1, 1, 1, 2), "aa"))
    assert apply(tmp_path, [one], {"a.ts": b"a\n"}).fixed
    assert not apply(tmp_path, [one], {"a.ts": b"a\n"}).fixed
    assert (tmp_path / "a.ts").read_text() == "aa\n"


def test_an_edit_that_two_findings_share_is_made_once(tmp_path: Path) -> None:
    (tmp_path / "a.ts").write_text("a\n")
    one = finding(edit((1, 1, 1, 1), "x"))
    assert apply(tmp_path, [one, one], {"a.ts": b"a\n"}).fixed == ("a.ts (1 edit)",)
    assert (tmp_path / "a.ts").read_text() == "xa\n"


def test_overlapping_fixes_wait_for_their_turn(tmp_path: Path) -> None:
    (tmp_path / "a.ts").write_text("abc\n")
    report = apply(tmp_path, [finding(edit((1, 1, 1, 3), "X")), finding(edit((1, 2, 1, 4), "Y"))], {"a.ts": b"abc\n"})
    assert (tmp_path / "a.ts").read_text() == "Xc\n"
    assert report.left == ("Mend it (it overlaps with another fix; run this once more)",)


def test_a_new_file_is_made(tmp_path: Path) -> None:
    report = apply(tmp_path, [finding(edit((1, 1, 1, 1), "x: 1\n", "new/spec.yml"))], {})
    assert report.fixed == ("new/spec.yml (1 edit)",)
    assert (tmp_path / "new" / "spec.yml").read_text() == "x: 1\n"


def test_a_file_that_was_thought_missing_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "spec.yml").write_text("precious\n")
    assert apply(tmp_path, [finding(edit((1, 1, 1, 1), "x", "spec.yml"))], {}).fixed == ()
    assert (tmp_path / "spec.yml").read_text() == "precious\n"


ELSEWHERE = ["../out.ts", "/out.ts", ".git/config", "link.ts", "linked/out.ts"]


@pytest.mark.parametrize("path", ELSEWHERE)
def test_nothing_is_written_elsewhere(tmp_path: Path, path: str) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "out.ts").write_text("kept\n")
    (root / "link.ts").symlink_to(tmp_path / "out.ts")
    (root / "linked").symlink_to(tmp_path)
    report = apply(root, [finding(edit((1, 1, 1, 5), "gone", path))], {path: b"kept\n"})
    assert report.fixed == ()
    assert "is not a plain file in the repository" in report.left[0]
    assert (tmp_path / "out.ts").read_text() == "kept\n"


OUT_OF_PLACE = [(2, 9, 2, 9), (9, 1, 9, 1), (1, 0, 1, 1), (0, 1, 1, 1), (1, 2, 1, 1)]


@pytest.mark.parametrize("span", OUT_OF_PLACE, ids=str)
def test_an_edit_beyond_the_text_is_left_alone(tmp_path: Path, span: tuple[int, int, int, int]) -> None:
    (tmp_path / "a.ts").write_text("a\n")
    assert apply(tmp_path, [finding(edit(span, "x"))], {"a.ts": b"a\n"}).fixed == ()
    assert (tmp_path / "a.ts").read_text() == "a\n"


def test_a_file_that_cannot_be_written_is_told_and_the_others_are_fixed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Worktree.write

    def refuse(tree: Worktree, path: str, content: bytes) -> None:
        if path == "a.ts":
            raise OSError(errno.EROFS, "Read-only file system")
        write(tree, path, content)

    monkeypatch.setattr(Worktree, "write", refuse)
    (tmp_path / "a.ts").write_text("a\n")
    (tmp_path / "b.ts").write_text("b\n")
    found = [finding(edit((1, 1, 1, 2), "A")), finding(edit((1, 1, 1, 2), "B", "b.ts"))]
    done = apply(tmp_path, found, {"a.ts": b"a\n", "b.ts": b"b\n"})
    assert done.fixed == ("b.ts (1 edit)",)
    assert done.left == ("a.ts cannot be written: Read-only file system",)


def test_edits_for_one_place_are_not_compared_with_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of new events go to the end of one spec."""
    compared = Mock(wraps=fixing._overlap)
    monkeypatch.setattr(fixing, "_overlap", compared)
    fixes = [Fix("Add it", (edit((2, 1, 2, 1), f"e{number}: {{}}\n"),)) for number in range(300)]
    plans = fixing.planned(fixes, lambda path: b"events:\n")
    assert plans.files["a.ts"].result == b"events:\n" + b"".join(b"e%d: {}\n" % number for number in range(300))
    assert compared.call_count <= 300
