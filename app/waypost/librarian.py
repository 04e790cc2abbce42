"""Keeps an index of each repository's research notes up to date with GitHub, and asks it about issues and changes.

An index is made when the first question comes, out of the folders that the settings name, and afterwards only what
has changed since is read: nothing at all while the folders' trees are the same. A lost or damaged index is made anew;
until it is whole nobody is answered from it.
"""

import asyncio
import hashlib
import json
import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TypeVar

import structlog

from waypost import commands
from waypost.change import MAX_FILE_BYTES, Change
from waypost.facts import IssueFacts, PullRequestFacts
from waypost.finding import Stage
from waypost.github import trees
from waypost.github.client import Client
from waypost.github.faults import Refused
from waypost.github.shown import Shown
from waypost.handbook import Handbook
from waypost.handlers.research import LIKED, LINK, SUGGESTED, UNLINK, UNWANTED, USED, shelf_of, verdicts
from waypost.jobs.ledger import Ledger
from waypost.library import AT_ONCE, Found, Index, IndexLost, Meaning, MeaningMissing, discard, meaning, opened
from waypost.library.large import FROM, installed
from waypost.research.links import asked
from waypost.research.matching import Gathered
from waypost.research.note import FOLDER, MAX_NOTE, is_note, read_notes
from waypost.research.question import question
from waypost.research.threshold import threshold

F = TypeVar("F", IssueFacts, PullRequestFacts)

OPEN = 16
"""Indexes that are kept open."""
FRESH = 60.0
"""Seconds for which a research repository of its own is believed not to have changed."""
READERS = {"PRIVATE": 0, "INTERNAL": 1, "PUBLIC": 2}
"""Who may read a repository, from few to all."""
MAX_ASKED = 200
LEARNT = 3_600.0
"""Seconds after which a repository's threshold is worked out anew."""
MAX_THRESHOLDS = 1_000

log = structlog.get_logger(__name__)


@dataclass
class Volume:
    """The index of one repository's notes, open; `stand` is what GitHub said last of it, and `asked` when that was."""

    file: Path | None
    index: Index
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    asked: float = 0.0
    stand: "Stand | None" = None


@dataclass(frozen=True, slots=True)
class Stand:
    """What there is to know of the notes of one repository before its index is asked."""

    home: str
    trees: Mapping[str, str]
    visibility: str
    commit: str = ""


class Librarian:
    """Indexes in a folder (None: in memory), as many as there are repositories with notes."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._volumes: OrderedDict[str, Volume] = OrderedDict()
        self._thresholds: dict[str, tuple[float, float]] = {}

    async def threshold(self, ledger: Ledger, repository: str) -> float:
        """The probability from which to speak in a repository, by what people there said of suggestions so far."""
        known = self._thresholds.get(repository)
        if known is None or time.monotonic() - known[0] > LEARNT:
            said = [await ledger.find(repository, kind) for kind in (SUGGESTED, LIKED, USED, UNWANTED)]
            known = self._thresholds[repository] = (time.monotonic(), threshold(verdicts(*said)))
            while len(self._thresholds) > MAX_THRESHOLDS:
                del self._thresholds[next(iter(self._thresholds))]
        return known[1]

    async def consult(self, client: Client, ledger: Ledger, facts: F, shown: Shown) -> F:
        """The facts with what the notes say to them; raises a `Fault` where GitHub is away."""
        liked, disliked = sum(one.liked for one in shown.comments), sum(one.disliked for one in shown.comments)
        known = replace(facts.known, liked=liked, disliked=disliked)
        settings = facts.handbook.settings
        home = shelf_of(facts).repository
        own = home.lower() == facts.repository.lower()
        if own and settings.notes == (FOLDER,) and not known.tree:
            return _filled(replace(facts, known=known), Found())
        known = replace(known, threshold=await self.threshold(ledger, facts.repository))
        volume = self._volume(home, settings.notes)
        async with volume.turn:
            try:
                return await self._consulted(client, replace(facts, known=known), volume, home, own)
            except IndexLost as lost:
                self._anew(volume, home, str(lost))
                return await self._consulted(client, replace(facts, known=known), volume, home, own)

    async def _consulted(self, client: Client, facts: F, volume: Volume, home: str, own: bool) -> F:
        stand = await self._stand(client, facts, volume, home, own)
        if stand is None:
            return facts
        if not (own or _open_to(facts, stand)):
            log.info("notes are not open to this repository", notes=home, repository=facts.repository)
            return replace(facts, known=replace(facts.known, filled=False, visible=False))
        await self._refreshed(client, volume, stand, facts.handbook.settings.notes)
        names = tuple(dict.fromkeys(_names(facts)))[:MAX_ASKED]
        found, gathered, size = await asyncio.to_thread(_looked_up, volume.index, names, facts)
        known = replace(facts.known, filled=size > 0, gathered=gathered)
        return _filled(replace(facts, known=known), found)

    async def _stand(self, client: Client, facts: F, volume: Volume, home: str, own: bool) -> Stand | None:
        """Where the notes stand now; without a request where that is known."""
        folders = facts.handbook.settings.notes
        if own and folders == (FOLDER,):
            return Stand(home, {FOLDER: facts.known.tree}, facts.known.visibility)
        if volume.stand and volume.asked and time.monotonic() - volume.asked < FRESH and not own:
            return volume.stand
        at = facts.known.commit if own else ""
        if own and at and volume.index.about("commit") == at:
            return Stand(home, json.loads(volume.index.about("trees") or "{}"), facts.known.visibility)
        try:
            place = await trees.place(client, home, folders, at)
        except Refused as refused:
            log.warning("the research repository cannot be read: install the App there", notes=home, why=str(refused))
            return None
        volume.asked = time.monotonic()
        volume.stand = Stand(home, place.trees, facts.known.visibility if own else place.visibility, place.commit)
        return volume.stand

    async def _refreshed(self, client: Client, volume: Volume, stand: Stand, folders: tuple[str, ...]) -> None:
        """Read what has changed, a hundred files at a time, so that a crash on the way loses little."""
        wanted = json.dumps(dict(stand.trees), sort_keys=True)
        if volume.index.about("trees") == wanted:
            if stand.commit and volume.index.about("commit") != stand.commit:
                await asyncio.to_thread(volume.index.update, (), (), {"commit": stand.commit})
            return
        present, whole = await self._listed(client, stand, folders)
        known = await asyncio.to_thread(lambda: volume.index.shas)
        changed = [file for path, file in present.items() if known.get(path) != file.sha]
        gone = [path for path in known if path not in present]
        for at in range(0, len(changed), trees.BLOBS):
            batch = changed[at : at + trees.BLOBS]
            small = [file.sha for file in batch if file.size <= MAX_FILE_BYTES]
            texts = await trees.texts(client, stand.home, small) if small else {}
            rows = [(file.path, file.sha, texts.get(file.sha, _unread(file))) for file in batch]
            await asyncio.to_thread(volume.index.update, rows)
        await asyncio.to_thread(volume.index.update, (), gone, {"trees": wanted, "commit": stand.commit})
        log.info("index of notes", notes=stand.home, read=len(changed), gone=len(gone), size=len(present), whole=whole)

    async def _listed(
        self, client: Client, stand: Stand, folders: tuple[str, ...]
    ) -> tuple[dict[str, trees.File], bool]:
        found: dict[str, trees.File] = {}
        whole = True
        for folder, tree in stand.trees.items():
            listed, complete = await trees.files(client, stand.home, folder, tree)
            found |= {file.path: file for file in listed if is_note(file.path, folders)}
            whole = whole and complete
        return found, whole

    def _volume(self, home: str, folders: tuple[str, ...]) -> Volume:
        """The index of a repository's notes, opened where it is not open yet."""
        key = hashlib.sha256("\0".join((home.lower(), *folders)).encode("utf-8", "replace")).hexdigest()[:32]
        if key not in self._volumes:
            file = self._folder / f"{key}.sqlite3" if self._folder else None
            index, lost = opened(file) if file else (Index(None), "")
            if lost:
                log.warning("the index of notes was lost and is made anew", notes=home, why=lost)
            self._volumes[key] = Volume(file, index)
        self._volumes.move_to_end(key)
        for other, volume in list(self._volumes.items())[: max(0, len(self._volumes) - OPEN)]:
            if not volume.turn.locked():
                volume.index.close()
                del self._volumes[other]
        return self._volumes[key]

    def _anew(self, volume: Volume, home: str, why: str) -> None:
        log.warning("the index of notes was lost and is made anew", notes=home, why=why)
        volume.index.close()
        if volume.file is not None:
            discard(volume.file)
        volume.index = Index(volume.file)
        volume.asked, volume.stand = 0.0, None

    def close(self) -> None:
        """Let go of all files."""
        for volume in self._volumes.values():
            volume.index.close()
        self._volumes.clear()


def _open_to(facts: IssueFacts | PullRequestFacts, stand: Stand) -> bool:
    """Whether the readers of an issue may see notes of another repository.

    Who may write a repository's settings need not be allowed to read what they name: closed notes are shown only where
    the organisation's settings name them, too.
    """
    general = facts.repository.endswith("/.github") or facts.handbook.notes_home.lower() == stand.home.lower()
    trusted = stand.visibility == "PUBLIC" or general
    return trusted and READERS[stand.visibility] >= READERS[facts.known.visibility]


def _unread(file: trees.File) -> bytes:
    """What stands for a file that GitHub did not hand out, so that the reader says why it is no note."""
    return bytes(MAX_NOTE + 1) if file.size > MAX_FILE_BYTES else b"\0"


def _looked_up(
    index: Index, names: tuple[str, ...], facts: IssueFacts | PullRequestFacts
) -> tuple[Found, Gathered | None, int]:
    if why := index.prepare():
        log.info("the search over very many notes is made anew", repository=facts.repository, why=why)
    if index.size > FROM and not installed():
        _tell_slow(facts.repository)
    quiet = facts.closed or facts.handbook.settings.suggestions is Stage.OFF
    gathered = None if quiet else _matched(index, facts)
    found = index.named(names)
    broken = tuple(problem for problem in index.broken() if problem not in found.problems)
    return Found(found.notes, (*found.problems, *broken)), gathered, index.size


def _matched(index: Index, facts: IssueFacts | PullRequestFacts) -> Gathered:
    by = _meaning() if facts.handbook.settings.semantic else None
    if by is not None and (left := index.learn(by, AT_ONCE)):
        log.info("matched by words until all notes are known by meaning", repository=facts.repository, left=left)
    return index.match(question(facts.title, facts.body), by)


def _meaning() -> Meaning | None:
    """The model by which meanings are compared; None where it is not installed, which is said."""
    try:
        return meaning()
    except MeaningMissing as missing:
        _tell_missing(str(missing))
        return None


@cache
def _tell_slow(repository: str) -> None:
    """Said once for each repository."""
    log.info("very many notes: `pip install 'waypost[search]'` makes matching faster", repository=repository)


@cache
def _tell_missing(why: str) -> None:
    """Said once, not with every issue."""
    log.warning("notes are matched by words alone", fix=why)


def _names(facts: IssueFacts | PullRequestFacts) -> Iterator[str]:
    """Whatever may name a note: in the text, in commands, in what is remembered, and in notes that a change touches."""
    shelf = shelf_of(facts)
    yield from asked(facts.body, shelf)
    yield from (command.argument for command in commands.of(facts.talk.commands, LINK, UNLINK))
    if isinstance(facts, PullRequestFacts):
        yield from _related(facts.change, facts.handbook)


def _related(change: Change, handbook: Handbook) -> Iterator[str]:
    for file in change.files:
        if file.text is not None and is_note(file.path, handbook.settings.notes):
            for note in read_notes(((file.path, file.text),))[0]:
                yield from note.front.related


def _filled(facts: F, found: Found) -> F:
    """The facts with the notes that are concerned, also after what a change would make of Waypost's own files."""
    facts = replace(facts, handbook=_with(facts.handbook, found))
    if isinstance(facts, PullRequestFacts) and facts.preview is not None:
        return replace(facts, preview=_with(facts.preview, found))
    return facts


def _with(handbook: Handbook, found: Found) -> Handbook:
    """The handbook with the notes that are concerned."""
    problems = (*handbook.problems, *found.problems)
    return replace(handbook, notes=found.notes, problems=problems, notes_known=True)
