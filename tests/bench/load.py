"""A load generator for webhooks: raw HTTP over kept-alive connections, since a comfortable client is the bottleneck."""

import asyncio
import hmac
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

PEOPLE = "avatar followers following gists starred subscriptions organizations repos events received_events"
PARTS = (
    "forks keys collaborators teams hooks issue_events events assignees branches tags blobs git_tags git_refs trees"
    " statuses languages stargazers contributors subscribers subscription commits git_commits comments issue_comment"
    " contents compare merges archive downloads issues pulls milestones notifications labels releases deployments"
)


@dataclass(frozen=True, slots=True)
class Target:
    """A server under load: where it listens, and the status with which it accepts."""

    port: int
    path: str
    status: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run showed: deliveries per second and the latencies in seconds, sorted."""

    rate: float
    latencies: tuple[float, ...]

    def percentile(self, share: float) -> float:
        """The latency that this share (0 to 1) of the deliveries stayed under."""
        return self.latencies[min(len(self.latencies) - 1, int(len(self.latencies) * share))]


def payload() -> bytes:
    """A push to a pull request as GitHub tells it, about 24 KB, with all its addresses."""
    user = {"login": "octocat", "id": 1, "type": "User", "site_admin": False}
    user |= {f"{part}_url": f"https://api.github.com/users/octocat/{part}{{/owner}}" for part in PEOPLE.split()}
    repository = {"id": 2, "name": "hello-world", "full_name": "octocat/hello-world", "private": False, "owner": user}
    repository |= {
        f"{part}_url": f"https://api.github.com/repos/octocat/hello-world/{part}{{/sha}}" for part in PARTS.split()
    }
    ref = {"label": "octocat:main", "ref": "main", "sha": "6dcb09b5b57875f334f61aebed695e2e4193db5e"}
    pull_request = {
        "number": 7,
        "title": "Amazing new feature",
        "body": "Please pull these awesome changes in! " * 40,
        "draft": False,
        "user": user,
        "assignees": [user] * 2,
        "requested_reviewers": [user] * 2,
        "labels": [{"id": 3, "name": "telemetry", "color": "f29513", "description": "Tracked events"}] * 4,
        "head": ref | {"user": user, "repo": repository},
        "base": ref | {"user": user, "repo": repository},
        "_links": {
            part: {"href": f"https://api.github.com/repos/octocat/hello-world/{part}/7"} for part in PARTS.split()
        },
    }
    event = {"action": "synchronize", "number": 7, "before": ref["sha"], "after": ref["sha"], "sender": user}
    return json.dumps(
        event | {"repository": repository, "pull_request": pull_request, "installation": {"id": 5}}
    ).encode()


def request(target: Target, secret: str, body: bytes) -> bytes:
    """One signed webhook with an id of its own, as bytes for the wire."""
    signature = hmac.digest(secret.encode(), body, "sha256").hex()
    head = (
        f"POST {target.path} HTTP/1.1\r\nHost: 127.0.0.1:{target.port}\r\nUser-Agent: GitHub-Hookshot/bench\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nX-GitHub-Event: pull_request\r\n"
        f"X-GitHub-Delivery: {uuid4()}\r\nX-Hub-Signature-256: sha256={signature}\r\n\r\n"
    )
    return head.encode() + body


async def fire(target: Target, requests: list[bytes], connections: int) -> Figures:
    """Send the requests over so many connections. Raises RuntimeError on any other answer than the target's status."""
    latencies: list[float] = []
    waiting = iter(requests)
    streams = [await asyncio.open_connection("127.0.0.1", target.port) for _ in range(connections)]
    started = time.perf_counter()
    await asyncio.gather(*(_worker(reader, writer, waiting, target.status, latencies) for reader, writer in streams))
    elapsed = time.perf_counter() - started
    for _, writer in streams:
        writer.close()
    return Figures(len(requests) / elapsed, tuple(sorted(latencies)))


async def _worker(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    waiting: Iterator[bytes],
    status: int,
    latencies: list[float],
) -> None:
    for message in waiting:
        started = time.perf_counter()
        writer.write(message)
        head = await reader.readuntil(b"\r\n\r\n")
        if int(head[9:12]) != status:
            raise RuntimeError(f"expected {status}, got {head.splitlines()[0].decode()}")
        await _rest(reader, head.lower())
        latencies.append(time.perf_counter() - started)


async def _rest(reader: asyncio.StreamReader, head: bytes) -> None:
    if b"transfer-encoding: chunked" in head:
        await reader.readuntil(b"0\r\n\r\n")
    elif b"content-length: " in head:
        await reader.readexactly(int(head.split(b"content-length: ", 1)[1].split(b"\r\n", 1)[0]))
