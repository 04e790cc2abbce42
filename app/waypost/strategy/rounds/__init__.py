"""Feedback rounds: a change of strategy is not final before it was heard.

The state of a round is worked out from facts alone, whenever somebody looks: the commands that were given, the meaning
of each head, and the present moment. There is nothing to fall out of step: doubled, late and reordered webhooks, edits
and restarts all lead to the same state.

| phase | it is that | it ends |
|---|---|---|
| open | nobody has answered yet | with the first answer (discussing), or when the minimum is over (final) |
| quiet | the quiet time runs; answers are only counted | when the quiet time is over (open or discussing) |
| discussing | the minimum runs, a concern has no answer, or somebody holds | when none of these is so (final) |
| final | the last call runs | when it is over (ready); by a concern, hold or new meaning (discussing) |
| ready | the last call is over | by the merge (recorded); by a concern, hold or new meaning (discussing) |
| recorded | it was merged | never |
| withdrawn | it was closed without a merge | when it is opened again |

The rules:

- The last call begins anew whenever the discussion ends: at the end of the minimum, with the last concern's answer or
  withdrawal, with the end of a hold, with a push that changes the meaning. `extend` moves its end, by 90 days at most.
- A concern has a name. It is *settled* when whoever raised it (or a delegate) resolves it, or when the owner of the
  change has answered it; agreement is not asked for. An answer can be challenged once; then it needs another answer,
  which stands. Raising it again under the same name asks for a new answer.
- What was said stays heard when the comment is deleted. Only `resolve` and `release` take something back.
- A hold lapses after 14 days, and everybody has one. Nobody can raise more than 20 concerns. So a round comes to its
  end as soon as the owner has answered what was raised, and time goes by.
- Who answered for another meaning is asked again; who has not answered by the end is recorded as silent, which is not
  consent.
"""

from datetime import datetime

from waypost.strategy.rounds import phases
from waypost.strategy.rounds.hearing import ANSWERS, COMMANDS, HOLD_LAPSES, LONGEST, heard_so_far
from waypost.strategy.rounds.phases import turns
from waypost.strategy.rounds.round import Concern, Phase, Round, State, Terms, Voice

__all__ = (
    "ANSWERS", "COMMANDS", "HOLD_LAPSES", "LONGEST", "Concern", "Phase", "Round", "State", "Terms", "Voice",
    "next_look", "state", "turns",
)  # fmt: skip


def state(it: Round, terms: Terms, now: datetime) -> State:
    """Where the round stands now."""
    heard = heard_so_far(it, now)
    phase, until = phases.phase(it, terms, heard, now)
    return State(
        phase=phase,
        until=until,
        concerns=tuple(heard.concerns.values()),
        voices=tuple(heard.voices),
        again=phases.again(it, heard.voices),
        waiting=phases.waiting(it, terms, heard.voices),
        holds=tuple((hold.author, hold.reason) for hold in heard.holds if hold.lasts(now)),
        refused=heard.refused,
    )


def next_look(found: State, now: datetime) -> datetime | None:
    """When the state changes though nobody does anything."""
    return found.until if found.until is not None and found.until > now else None
