"""How Apps, installations and repositories come to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.standin import webhooks
from tests.standin.entities import App, Installation, Permissions, Repository
from tests.standin.git import Files, GitRepository
from tests.standin.shapes import accounts
from tests.standin.state import State, node_id

Content = str | Path | Files | Sequence[Files]
"""An existing git repository, or files: one mapping a commit."""


def add_app(
    state: State,
    app_id: int,
    public_key: str,
    permissions: Permissions,
    events: list[str],
    address: tuple[str | None, str | None],
    slug: str,
) -> App:
    """Register an App with its bot; `address` is where its webhooks go, and their secret."""
    owner, bot = state.user(slug, "Organization"), state.user(f"{slug}[bot]")
    granted = {"metadata": "read", **permissions}
    app = App(app_id, slug, public_key, granted, events, owner, bot, *address, state.now())
    state.apps[app_id] = app
    return app


def install(
    state: State, app: App, account: str, repositories: Sequence[str] | None, permissions: Permissions | None
) -> Installation:
    """Put an App on an account: `installation.created`."""
    owner, number = state.user(account, "Organization"), state.next_id()
    chosen = None if repositories is None else set(repositories)
    granted = dict(app.permissions if permissions is None else {"metadata": "read", **permissions})
    installation = Installation(number, app, owner, chosen, granted, state.now())
    state.installations[number] = installation
    payload = {
        "action": "created",
        "installation": accounts.installation(state, installation),
        "repositories": [_listed(repository) for repository in _covered(state, installation)],
        "sender": accounts.user(state, owner),
    }
    webhooks.record(state, app, "installation", payload, installation, None)
    return installation


def _covered(state: State, installation: Installation) -> list[Repository]:
    return [repository for repository in state.repositories.values() if installation.covers(repository)]


def _listed(repository: Repository) -> dict[str, object]:
    return {
        "id": repository.id,
        "node_id": node_id("R", repository.id),
        "name": repository.name,
        "full_name": repository.full_name,
        "private": repository.private,
    }


def add_repository(
    state: State, full_name: str, content: Content, private: bool, default_branch: str, fork_of: str | None
) -> Repository:
    """Make a repository; its owner is an organisation unless known as somebody else."""
    owner, name = full_name.split("/")
    account = state.user(owner, "Organization")
    git = _git(state, full_name, content, default_branch)
    parent = state.repository(fork_of) if fork_of else None
    repository = Repository(state.next_id(), account, name, git, private, default_branch, state.now(), parent)
    state.repositories[full_name.lower()] = repository
    return repository


def _git(state: State, full_name: str, content: Content, branch: str) -> GitRepository:
    path = state.folder / f"{full_name}.git"
    if isinstance(content, str | Path):
        git = GitRepository.clone(content, path)
        git.set_head(branch)
        return git
    git = GitRepository.create(path, branch)
    for number, files in enumerate([content] if isinstance(content, Mapping) else content, start=1):
        sha = git.write(git.branch(branch), files, f"Commit {number}", "octocat", state.now())
        git.move(f"refs/heads/{branch}", sha)
    return git
