"""Verbs that name what happened: whether a word is past or present, and its other form.

Only verbs that are listed here, and words in -ed, are known; of any other word nothing is said.
"""

from enum import StrEnum
from functools import cache

_REGULAR = """
abandon abort accept access account acknowledge activate add adjust agree allow answer appear append apply approve
archive ask assign attach attempt authenticate authorize autofill block bookmark boost bounce browse buffer cache call
cancel change charge chat check claim clean clear click clip clone close collapse collect comment commit compare
complete confirm connect contact continue convert copy correct crash create crop cycle deactivate decide decline
decrease decrypt delete deliver deny deploy deselect detach detect dial disable disagree discard disconnect discover
dismiss display donate download draft drag drain drop duplicate earn edit email embed enable encounter encrypt end
engage enroll ensure enter error escape evaluate exceed exchange execute exit expand experience expire explore export
expose extend fail favorite favourite fetch fill filter finish fix flag flip focus follow force fork format forward
fulfill gather generate grab grant group guess handle help hide highlight hover identify ignore import impress improve
include increase index initialize initiate input inspect install intend interact interrupt invalidate invite invoke
issue join jump label launch learn like link list listen load locate lock log logout loop mark match maximize measure
mention merge message migrate minimize miss mock modify monitor mount move mute name navigate need note notify
nudge offer onboard open optimize order own pan parse paste patch pause peek perform persist pick pin ping place plan
play poll populate post prefer prepare press preview print process prompt provision publish pull purchase push query
queue quote raise rate reach react reactivate rearrange receive recommend reconnect record recover redeem redirect redo
reduce refer refresh refund register reject release reload remember remind remove rename render renew reopen reorder
repeat replace reply report request require reschedule reset resize resolve respond restart restore resubmit resume
retain retrieve retry return review revoke reward roll rotate save scan schedule scroll search select share shift ship
show sign skip snooze sort spam star start stop store stream submit subscribe succeed suggest suspend swap swipe switch
sync tag tap target test throttle throw timeout toggle touch track transfer transform translate trash trigger
trim type unarchive unassign unblock uncheck undelete unfollow uninstall unlink unlock unmount unmute unpin unsubscribe
update upgrade upload use validate verify view visit vote wait warn watch zoom
"""
_IRREGULAR = """
become:became begin:began bring:brought build:built buy:bought catch:caught choose:chosen come:came cut:cut do:done
draw:drawn drive:drove fall:fell feel:felt find:found forget:forgotten get:got give:given go:went grow:grew hear:heard
hide:hidden hit:hit hold:held keep:kept know:known leave:left lend:lent let:let lose:lost make:made meet:met
overwrite:overwritten pay:paid put:put quit:quit read:read rebuild:rebuilt redo:redone reset:reset resend:resent
rewrite:rewritten run:ran say:said see:seen sell:sold send:sent set:set show:shown shut:shut speak:spoken spend:spent
stand:stood swipe:swiped take:taken tell:told think:thought throw:thrown undo:undone unset:unset upsell:upsold win:won
withdraw:withdrawn write:written
"""
_OTHERS = """
begun:begin chose:choose did:do drew:draw forgot:forget gave:give gone:go hid:hide knew:know overwrote:overwrite
redid:redo rewrote:rewrite saw:see showed:show spoke:speak threw:throw took:take undid:undo withdrew:withdraw
wrote:write
"""
"""Other forms of the past. What is suggested is the one that stands behind an object: banner_shown, photo_taken."""
_DOUBLED = """
chat clip commit crop drag drop embed flag flip grab log pan pin plan prefer refer resubmit scan ship skip snap spam
star stop submit swap tag tap transfer trim unpin
"""
_NO_PAST = """
bed bleed breed embed exceed feed fred hundred indeed led need newsfeed proceed red seed shed shred sled speed succeed
ted unified wed weed widespread
"""
"""Words in -ed that are no past of another."""
_NOUNS = """
access account answer archive block bookmark bounce buffer cache call change charge chat check claim clip comment
contact copy crash crop cut cycle decrease display draft drag draw drive edit email end error escape exchange exit
experience export fall favorite favourite feel fill filter find fix flag flip focus force fork format forward grant
group guess handle help hide highlight hit hold hover import increase index input issue jump keep label launch lead
learn like link list load lock log loop mark match measure message mock monitor mount move name need note offer order
pan paste patch pause peek pick pin ping place plan play poll post press preview print process program prompt
provision pull purchase push put query queue quote rate reach read redirect refund release reload report request reset
resume return review reward roll run save scan schedule scroll search sell set share shift ship show shut sign snooze
sort spam spend stand star start stop store stream swap swipe switch sync tag take tap target test throttle throw
timeout toggle touch track transfer trash trigger trim type update upgrade upload use visit vote wait watch win write
zoom
"""
"""Verbs that are names of things as often: an `export_error` exports nothing."""
_PARTICLES = """
again ahead aside away back by down for forward from in into off on onto out over past through to together up with
without
"""
PARTICLES = frozenset(_PARTICLES.split())
"""What follows a verb and belongs to it: signed_up, logged_in."""


class Tense(StrEnum):
    """When a name says that it happened: `click` and `clicked`."""

    PRESENT = "present"
    PAST = "past"


def past(word: str) -> str | None:
    """The past of a listed verb in its plain form, in lower case; None for any other word."""
    return _pasts().get(word.lower())


def base(word: str) -> str | None:
    """The plain form of a verb in the past or in its plain form; None for a word that is no listed verb."""
    lower = word.lower()
    return lower if lower in _pasts() else _bases().get(lower)


def tense(word: str) -> Tense | None:
    """The tense of a word if it can only be that one: `set` is both, and `banner` is none."""
    lower = word.lower()
    if lower in _bases() or (lower.endswith("ed") and len(lower) > 3 and lower not in _NO_PAST.split()):
        return None if lower in _pasts() else Tense.PAST
    return Tense.PRESENT if lower in _pasts() else None


def acts(word: str) -> bool:
    """Whether a word can only be a verb."""
    return base(word) is not None and (tense(word) is Tense.PAST or word.lower() not in _NOUNS.split())


def written(word: str, wanted: Tense) -> str | None:
    """A verb in another tense; None where that form is not known."""
    plain = base(word)
    if plain is None:
        return None
    return plain if wanted is Tense.PRESENT else past(plain)


@cache
def _pasts() -> dict[str, str]:
    return {word: _regular(word) for word in _REGULAR.split()} | _pairs(_IRREGULAR)


@cache
def _bases() -> dict[str, str]:
    """Plain forms by past, British spellings too."""
    back = {form: word for word, form in _pasts().items()}
    return back | _pairs(_OTHERS) | {"canceled": "cancel", "cancelled": "cancel"}


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in text.split())


def _regular(word: str) -> str:
    if word.endswith("e"):
        return f"{word}d"
    if word.endswith("y") and word[-2] not in "aeiou":
        return f"{word[:-1]}ied"
    return f"{word}{word[-1]}ed" if word in _DOUBLED.split() else f"{word}ed"
