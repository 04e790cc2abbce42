"""A small world that many tests start from: one App, one repository, one pull request, one issue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

from tests.standin.entities import Installation, Issue
from tests.standin.keys import KeyPair, key_pair
from tests.standin.standin import StandIn

REPO = "acme/shop"
SECRET = "a webhook secret"
FILES = {"README.md": b"# Shop\n", "src/app.ts": b"one\ntwo\nthree\n"}


@dataclass
class Shop:
    """`acme/shop` with pull request #1 (`work` into `main`) and issue #2, and App 7 installed on it."""

    standin: StandIn
    key: KeyPair
    installation: Installation
    pull: Issue
    issue: Issue

    @property
    def jwt(self) -> str:
        """The App's JWT."""
        return self.key.sign(7, self.standin.state.now())

    def client(self, token: str | None = None, **headers: str) -> httpx.AsyncClient:
        """A client into the stand-in, with an installation token unless another is given."""
        bearer = token or self.standin.token(self.installation)
        return httpx.AsyncClient(
            transport=self.standin.transport(),
            base_url="https://api.github.com",
            headers={"authorization": f"Bearer {bearer}", **headers},
        )

    async def graphql(self, query: str, token: str | None = None, **variables: object) -> dict[str, Any]:
        """The body of a GraphQL answer."""
        async with self.client(token) as client:
            answer = await client.post("/graphql", json={"query": query, "variables": variables})
        body: dict[str, Any] = answer.json()
        return body


def open_shop(webhook_url: str | None = None) -> Shop:
    """Build the world; close its stand-in when done."""
    standin, key = StandIn(), key_pair()
    standin.add_app(7, key.public, webhook_url=webhook_url, webhook_secret=SECRET)
    standin.add_repository(REPO, FILES)
    installation = standin.add_installation("acme")
    standin.push(REPO, "work", {"src/app.ts": "one\n2\nthree\n"})
    pull = standin.open_pull_request(REPO, "work", title="Count in figures")
    issue = standin.open_issue(REPO, "Count in words", "Who reads figures?")
    return Shop(standin, key, installation, pull, issue)
