"""Checkouts as the Action finds them, among them one that wants its own code to run."""

from pathlib import Path

from tests.checkout.repository import Repository

SPEC = "convention:\n  case: snake_case\nevents:\n  cart_opened: {}\n"
CALL = 'posthog.capture("checkoutStarted", { plan: "pro" });\n'
REQUIRE = "checks:\n  event-off-convention: require\n"

MODULES = (
    "sitecustomize.py",
    "usercustomize.py",
    "pip.py",
    "venv.py",
    "ensurepip/__init__.py",
    "jinja2.py",
    "msgspec.py",
    "json.py",
    "secrets.py",
    "encodings/__init__.py",
    "encodings/utf_8.py",
    "app/__init__.py",
    "app/waypost/__init__.py",
    "waypost/__init__.py",
    "waypost/checks/__init__.py",
    "waypost_action/__init__.py",
    "waypost_action/__main__.py",
    "conftest.py",
    "setup.py",
)


def shop(root: Path, settings: str = "") -> tuple[Repository, str, str]:
    """A shop whose branch `feature` sends one event off the convention; its base and head."""
    repository = Repository(root)
    files = {"telemetry/spec.yml": SPEC, "web/cart.ts": 'posthog.capture("cart_opened");\n'}
    base = repository.commit({**files, **({".github/waypost.yml": settings} if settings else {})})
    repository.branch("feature")
    return repository, base, repository.commit({"web/checkout.ts": CALL})


def hostile(root: Path, canary: Path) -> tuple[Repository, str, str]:
    """The same shop, where everything that could be run by accident writes `canary`."""
    repository, base, _ = shop(root)
    touch = f"import pathlib\npathlib.Path({str(canary)!r}).touch()\nraise SystemExit('hostile')\n"
    index = "[global]\nindex-url = http://127.0.0.1:9/simple\n[install]\nrequire-hashes = false\n"
    repository.commit(
        {
            **dict.fromkeys(MODULES, touch),
            "pip.conf": index,
            "pip.ini": index,
            "setup.cfg": index.replace("global", "easy_install"),
            "uv.toml": 'index-url = "http://127.0.0.1:9/simple"\n',
            "pyproject.toml": '[tool.uv]\nindex-url = "http://127.0.0.1:9/simple"\n',
            "requirements.lock": "evil==1\n",
            "python3": f"#!/bin/sh\ntouch {canary}\n",
            ".gitattributes": "* diff=evil filter=evil\n",
            ".github/waypost.yml": "checks:\n  event-off-convention: off\n",
        }
    )
    (repository.root / "web/passwd.ts").symlink_to("/etc/passwd")
    (repository.root / "waypost.sarif").symlink_to(canary)
    head = repository.commit({f"web/::error file=x::$(touch {canary.name}) `touch y`\n.ts".replace("/", "_"): CALL})
    for key in ("core.fsmonitor", "diff.evil.textconv", "diff.evil.command", "filter.evil.clean"):
        repository.git("config", key, f"touch {canary}; cat")
    for hook in ("post-checkout", "post-index-change", "reference-transaction"):
        place = repository.root / ".git" / "hooks" / hook
        place.write_text(f"#!/bin/sh\ntouch {canary}\n")
        place.chmod(0o755)
    return repository, base, head
