"""Run git so that nothing in the repository it looks at can make it run anything else."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from waypost.change import MAX_FILE_BYTES
from waypost.frozen import dataclass, replace

if TYPE_CHECKING:
    from pathlib import Path
    from subprocess import Popen

Folder = str | os.PathLike[str]
"""Where something is: a scan begins with text alone, since `pathlib` takes as long to import as git to answer."""

SECONDS = 300
"""How long one git command may take before we give up on it."""

HARDENED = (
    "--no-pager",
    "--no-replace-objects",
    "--no-optional-locks",
    "--literal-pathspecs",
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", f"core.attributesFile={os.devnull}"),
    *("-c", "core.alternateRefsCommand="),
    *("-c", "protocol.allow=never"),
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "submodule.recurse=false"),
    *("-c", "maintenance.auto=false"),
    # git takes what is larger for binary and spares us a patch that nobody reads
    *("-c", f"core.bigFileThreshold={MAX_FILE_BYTES}"),
)
"""Options for every command; on the command line they win over whatever the repository's own configuration says."""

ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "",  # wins over protocol.<name>.allow, which would win over protocol.allow
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ATTR_NOSYSTEM": "1",
    "LC_ALL": "C",
}


class CheckoutError(Exception):
    """The repository cannot be read as asked; the message says what to do about it."""


class GitError(CheckoutError):
    """A git command failed; `stderr` is what it said."""

    def __init__(self, command: str, stderr: str) -> None:
        """`command` is the git subcommand."""
        super().__init__(f"git {command} failed: {stderr or 'it gave no reason.'}")
        self.stderr = stderr


class Running:
    """One git command that has begun."""

    def __init__(self, command: str, process: "Popen[bytes]") -> None:
        self._command = command
        self._process = process

    def output(self, stdin: bytes = b"") -> bytes:
        """All that it says, once it has ended. Raises GitError."""
        from subprocess import TimeoutExpired

        try:
            out, err = self._process.communicate(stdin, timeout=SECONDS)
        except TimeoutExpired:
            raise GitError(self._command, f"it took longer than {SECONDS} seconds.") from None
        finally:
            self.end()
        if self._process.returncode:
            raise GitError(self._command, err.decode("utf-8", "replace").strip())
        return out

    def end(self) -> None:
        """Have it end, where it has not yet."""
        self._process.kill()
        with self._process:  # closes the pipes
            pass


@dataclass(frozen=True, slots=True)
class Git:
    """git in one repository; `top` is that of its working tree, `variables` are added to its environment."""

    top: Folder
    variables: Mapping[str, str] = MappingProxyType({})

    @property
    def root(self) -> "Path":
        """The top of its working tree."""
        from pathlib import Path

        return Path(self.top)

    def using(self, **variables: str) -> "Git":
        """The same repository with more environment variables, for scratch indexes and object stores."""
        return replace(self, variables={**self.variables, **variables})

    def run(self, *arguments: str, stdin: bytes = b"") -> bytes:
        """The output of one git command. Raises GitError, CheckoutError when there is no git."""
        return self.begin(*arguments).output(stdin)

    def begin(self, *arguments: str) -> "Running":
        """Have git begin one command, which goes on while something else is done.

        Raises CheckoutError when there is no git.
        """
        from subprocess import PIPE, Popen  # it takes a while, and a folder without git does without

        program = _program()
        if program is None:
            raise CheckoutError("Waypost needs git, and there is none on the PATH. Install git.")
        environment = {**_scrubbed(os.environ), **ENVIRONMENT, **self.variables}
        command = [program, *HARDENED, *arguments]
        process = Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE, cwd=self.top, env=environment)
        return Running(arguments[0], process)

    def line(self, *arguments: str) -> str | None:
        """The one line that a command prints, or None where it fails."""
        try:
            return self.run(*arguments).decode("utf-8", "surrogateescape").rstrip("\n")
        except GitError:
            return None

    def commit(self, revision: str) -> str | None:
        """The full sha of the commit that `revision` names, or None."""
        return self.line("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")

    def path(self, name: str) -> "Path":
        """Where `name` of git's own folder is, also in a linked working tree."""
        return self.root / os.fsdecode(self.run("rev-parse", "--git-path", name).removesuffix(b"\n"))

    @property
    def shallow(self) -> bool:
        """Whether history was cut off when this repository was cloned."""
        return self.line("rev-parse", "--is-shallow-repository") == "true"

    def blobs(self, shas: Iterable[str], limit: int, together: int | None = None) -> dict[str, bytes | None]:
        """Contents of blobs by sha; None for those of more than `limit` bytes, or beyond what all have `together`.

        Raises GitError for a missing one.
        """
        wanted = list(dict.fromkeys(shas))
        if not wanted:
            return {}
        sizes = self.run("cat-file", "--batch-check=%(objectsize)", stdin=_lines(wanted)).decode().splitlines()
        for sha, size in zip(wanted, sizes, strict=True):
            if not size.isdecimal():
                raise GitError(
                    "cat-file", f"{sha} is not here. A partial clone (`filter:`) leaves contents out: clone in full."
                )
        small = list(_within(zip(wanted, map(int, sizes), strict=True), limit, together))
        return dict.fromkeys(wanted) | dict(_batch(self.run("cat-file", "--batch", stdin=_lines(small)), small))


def _within(sized: Iterable[tuple[str, int]], limit: int, together: int | None) -> Iterator[str]:
    """The blobs that are neither too large nor too many, the first ones first."""
    left = together
    for sha, size in sized:
        if size <= limit and (left is None or size <= left):
            left = None if left is None else left - size
            yield sha


def open_repository(folder: Folder, meanwhile: Callable[[], object] = lambda: None) -> Git:
    """git at the top of the working tree that `folder` is in; while git looks, something else is done.

    Raises CheckoutError with what to do.
    """
    if not os.path.isdir(folder):
        raise CheckoutError(f"There is no folder {folder}.")
    asked = Git(folder).begin("rev-parse", "--show-toplevel")
    try:
        meanwhile()
        top = asked.output()
    except GitError as error:
        raise CheckoutError(_why_not(folder, error.stderr)) from None
    finally:
        asked.end()
    return Git(os.path.normpath(os.fsdecode(top.removesuffix(b"\n"))))


def _why_not(folder: Folder, stderr: str) -> str:
    if "dubious ownership" in stderr:
        place = os.path.realpath(folder)
        return (
            f"git does not trust {place}, because another user owns it. If you do, run "
            f"`git config --global --add safe.directory {place}` and try again."
        )
    if "must be run in a work tree" in stderr or "safe.bareRepository" in stderr:
        return f"{folder} is a bare repository. Waypost needs one with a working tree."
    if "not a git repository" in stderr:
        return f"{folder} is not in a git repository. Go to one, or name one with `--repo PATH`."
    return f"git cannot read {folder}: {stderr}"


def _program() -> str | None:
    """Where git is, looked for by ourselves: Windows would look into the repository first."""
    if os.name == "nt":
        import shutil

        return shutil.which("git")
    places = (f"{folder}/git" for folder in os.get_exec_path())
    return next((it for it in places if os.path.isfile(it) and os.access(it, os.X_OK)), None)


def _scrubbed(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if not name.startswith("GIT_")}


def _lines(shas: Iterable[str]) -> bytes:
    return "".join(f"{sha}\n" for sha in shas).encode()


def _batch(output: bytes, shas: list[str]) -> Iterator[tuple[str, bytes]]:
    at = 0
    for sha in shas:
        end = output.index(b"\n", at)
        size = int(output[at:end].rsplit(b" ", 1)[1])
        yield sha, output[end + 1 : end + 1 + size]
        at = end + size + 2
