"""The commands of a feedback round: what people say to a change of strategy, and how it is answered.

What they come to, and who may take back what, is in `waypost.strategy.rounds`.
"""

from collections.abc import Callable, Mapping

from waypost.commands.kind import PULL_REQUEST, Kind, Who, nothing, something
from waypost.strategy.rounds import arguments


def _needs(reads: Callable[[str], object], sentence: str) -> Callable[[str], str]:
    return lambda argument: "" if reads(argument) else sentence


def _kind(usage: str, about: str, problem: Callable[[str], str], who: Who = Who.ANYBODY) -> Kind:
    return Kind(f"/waypost {usage}", about, who, PULL_REQUEST, problem)


_NAMED = _needs(arguments.named, "It needs the concern's short name, a colon and a text.")

KINDS: Mapping[str, Kind] = {
    "support": _kind("support because <reason>", "says yes to the change; the reason may be left out", lambda _: ""),
    "concern": _kind("concern <name>: <text>", "raises a named objection, which must be answered", _NAMED),
    "question": _kind("question <text>", "asks something about the change", something),
    "alternative": _kind("alternative <text>", "says what could be done instead", something),
    "evidence": _kind("evidence <note or link>", "names what is known about it", something),
    "answer": _kind("answer <name>: <text>", "answers a concern, for the change", _NAMED, Who.WRITER_OR_AUTHOR),
    "challenge": _kind("challenge <name>: <text>", "says, once, that the answer to your concern will not do", _NAMED),
    "resolve": _kind(
        "resolve <name>", "takes your concern back", _needs(arguments.name_of, "It needs the concern's short name.")
    ),
    "delegate": _kind(
        "delegate <name> to <login>",
        "lets somebody else speak for your concern",
        _needs(arguments.delegation, "It needs the concern's short name and a login."),
    ),
    "hold": _kind(
        "hold because <reason>",
        "keeps the round from ending, for 14 days at most",
        _needs(arguments.reason, "It needs a reason."),
        Who.WRITER,
    ),
    "release": _kind("release", "takes your hold back", nothing),
    "extend": _kind(
        "extend <year-month-day>",
        "lets the last call run to the end of that day",
        _needs(arguments.day, "It needs a day, such as `2026-05-31`."),
        Who.WRITER_OR_AUTHOR,
    ),
}
