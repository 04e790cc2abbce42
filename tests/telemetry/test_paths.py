"""Files are found by how others name them."""

from waypost.telemetry.paths import Paths, nearest

PATHS = Paths(["b/events.py", "a/b/events.py", "a/events/__init__.py", "top.py"])


def test_paths_are_found_by_their_end_and_by_their_folder() -> None:
    assert PATHS.ending("b/events.py") == ("a/b/events.py", "b/events.py")
    assert PATHS.ending("vents.py") == ()
    assert PATHS.within("") == ("top.py",)
    assert PATHS.within("a") == ()
    assert "top.py" in PATHS
    assert next(iter(PATHS)) == "a/b/events.py"


def test_the_nearest_file_shares_most_folders() -> None:
    assert nearest("a/b/c.py", ["a/b/d.py", "a/e.py", "f.py"]) == ("a/b/d.py",)
    assert nearest("x/y.py", ["a/b.py", "c/d.py"]) == ("a/b.py", "c/d.py")
