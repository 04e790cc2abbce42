"""The demo on a repository of the reader's: what Waypost would have said about its last change."""

import argparse
import subprocess
import time
from pathlib import Path

from tests.demo.stage import Stage
from tests.demo.transcript import check_run, comment, event, heading

NAME = "yours/repository"
RECENT = 50
"""First-parent commits among which a merge is looked for."""


class UnusableError(Exception):
    """The repository or a revision will not do; the message says what to give instead."""


def tell(stage: Stage, args: argparse.Namespace) -> list[str]:
    """Open the pull request, let it be answered and print it; gives what was expected and not seen."""
    base, head = _revisions(args.repo, args.base, args.head)
    github = stage.github
    top = _git(args.repo, "rev-parse", "--show-toplevel", fails=True) or args.repo
    repository = github.add_repository(NAME, Path(top))
    branch = repository.default_branch
    for name, sha in ((branch, base), ("waypost-demo", head)):
        repository.git.move(f"refs/heads/{name}", sha, force=True)
    if args.organisation:
        github.add_repository("yours/.github", _files(args.organisation))
    github.add_installation("yours")
    stage.deliver()
    title = _git(args.repo, "log", "-1", "--format=%s", head)
    day = _git(args.repo, "log", "-1", "--format=%cs", head)
    heading(f"The pull request: {title} ({base[:10]}...{head[:10]}, {day})")
    pull = github.open_pull_request(NAME, "waypost-demo", branch, title=title)
    started = time.perf_counter()
    event(", ".join(stage.deliver()), time.perf_counter() - started)
    runs = github.check_runs(NAME, head)
    check_run(runs[-1] if runs else None)
    comment(next((said for said in github.comments(NAME, pull.number) if said.app), None))
    return [] if runs else ["a check run on the head"]


def _revisions(repo: Path, base: str | None, head: str | None) -> tuple[str, str]:
    """The shas of base and head; by default the last merge or commit that changed anything."""
    if not _git(repo, "rev-parse", "--git-dir", fails=True):
        raise UnusableError(
            f"{repo} is not a git repository: give the folder that a repository was cloned into (REPO=path)"
        )
    if not _git(repo, "rev-parse", "--verify", "--quiet", "HEAD", fails=True):
        raise UnusableError(f"{repo} has no commits yet: give a repository with at least two")
    head = _sha(repo, head) if head or base else _last_change(repo)
    if base is None and not _git(repo, "rev-parse", "--verify", "--quiet", f"{head}^", fails=True):
        raise UnusableError(f"{head[:10]} has no parent here (a first commit or a shallow clone): give BASE=rev")
    base = _sha(repo, base or f"{head}^")
    if not _git(repo, "diff-tree", "-r", "--name-only", base, head):
        raise UnusableError(f"nothing changed between {base[:10]} and {head[:10]}: give others (BASE=rev HEAD=rev)")
    return base, head


def _last_change(repo: Path) -> str:
    """The last first-parent merge, else the last commit, that changed anything.

    Only recent merges count: in a project that went over to squashing, the last one may be years old.
    """
    recent = _git(repo, "rev-list", "--first-parent", f"-{RECENT}", "HEAD").split()
    merges = [sha for sha in recent if _git(repo, "rev-parse", "--verify", "--quiet", f"{sha}^2", fails=True)]
    for sha in (*merges, *recent):
        if _git(repo, "diff-tree", "-r", "--name-only", f"{sha}^", sha, fails=True):
            return sha
    return _sha(repo, "HEAD")


def _sha(repo: Path, revision: str | None) -> str:
    revision = revision or "HEAD"
    found = _git(repo, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", fails=True)
    if not found:
        raise UnusableError(
            f"{repo} has no commit {revision}: give a branch, tag or sha that is there (BASE=rev HEAD=rev)"
        )
    return found


def _git(repo: Path, *words: str, fails: bool = False) -> str:
    done = subprocess.run(["git", "-C", repo, *words], capture_output=True, text=True, check=False)
    if done.returncode and not fails:
        raise UnusableError(f"git cannot read {repo}: {done.stderr.strip()}")
    return done.stdout.strip() if done.returncode == 0 else ""


def _files(folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        raise UnusableError(f"{folder} is not a folder: give one that holds .github/waypost.yml (ORG=folder)")
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
