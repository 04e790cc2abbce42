"""What a property gives away about a person, told by its key and by where its value comes from.

Only what is plain is told: a key must end in words that mean one thing, and a value must be the thing itself.
"""

import re
from collections.abc import Iterator

from waypost.frozen import dataclass
from waypost.patterns import late
from waypost.telemetry.casing import words
from waypost.telemetry.handed import Key


@dataclass(frozen=True, slots=True)
class Exposure:
    """What is said of a value (`looks like an e-mail address`), and what tells as much and names nobody."""

    what: str
    instead: str


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_KINDS = (
    (
        Exposure("looks like an e-mail address", "its domain"),
        "email, e mail, email address, mail address",
    ),
    (
        Exposure("looks like a phone number", "its country code"),
        "phone, phone number, mobile number, telephone, msisdn",
    ),
    (
        Exposure("looks like a person's name", "an id"),
        "first name, last name, full name, surname, given name, family name, firstname, lastname, fullname,"
        " customer name, contact name, patient name, employee name",
    ),
    (
        Exposure("looks like somebody's address", "the country"),
        "street, street address, address line, postal address, home address, shipping address, billing address,"
        " delivery address",
    ),
    (Exposure("looks like a date of birth", "an age group"), "date of birth, birth date, birthdate, birthday, dob"),
    (
        Exposure("looks like an identity number", "an id of your own"),
        "ssn, social security number, passport number, national id, tax id, driving licence number",
    ),
    (Exposure("looks like an IP address", "the country"), "ip, ip address, ipaddress, remote addr"),
    (Exposure("looks like where somebody is", "the city"), "latitude, longitude"),
    (
        Exposure("looks like a secret", ""),
        "password, passwd, passphrase, secret, client secret, api key, apikey, access token, auth token,"
        " refresh token, id token, session token, bearer token, private key, secret key, jwt",
    ),
    (
        Exposure("looks like a means of payment", "its kind"),
        "card number, credit card, credit card number, cvv, cvc, iban, account number, routing number",
    ),
    (
        Exposure("looks like what somebody wrote", "its length"),
        "raw text, user input, user message, user prompt, message text, message body, message content, comment text,"
        " transcript",
    ),
)
_PHRASES = {tuple(phrase.split()): kind for kind, phrases in _KINDS for phrase in phrases.split(", ")}
_TEXT = next(kind for kind, _ in _KINDS if kind.what.endswith("what somebody wrote"))
_WHOLE = Exposure("may hold all that is known of somebody", "the fields that are needed, by name")
_SENT_IN = Exposure("may hold all that somebody sent in", "the fields that are needed, by name")

_HARMLESS_BEFORE = _set(
    "allow allows anonymised anonymized can change changed confirm confirmed count did disabled enabled "
    "encrypted forgot has hash hashed invalid is masked max min missing no num number opt redacted "
    "require requires reset send set should show total use uses valid verified verify was with without"
)
"""Words that make a key tell about a thing, not the thing itself: `has_email`, `reset_password`."""
_HARMLESS_VALUE = late(
    r"^\s*(?:!|not\b)|(?:^|[.\W_])(?:hash|sha\d|md5|mask|redact|anonymi[sz]e|encrypt|obfuscate|bool|len|count|domain|is|has)"
    r"\w*\(|\.(?:length|size|count)\b|[=!<>]=|\.(?:includes|split|startsWith|endsWith|startswith|endswith)\(",
    re.IGNORECASE,
)
_PATH = late(r"\$?[a-z_@][\w$]*(?:(?:\?\.|!\.|\.|->|::)[\w$]+)*!?")
"""A variable or field and nothing around it; what starts with a capital is an enum's or a class's."""
_GETTER = late(r"(?<=\.)get([A-Z])(\w*)\(\)")
_NOT_OF_A_PERSON = _set(
    "channel channels config constants counts enum error errors feature features flags i18n labels "
    "methods notification notifications permissions preferences process providers settings stats t "
    "touched types"
)
_PERSON = frozenset({"user", "customer", "patient", "person", "profile", "contact", "employee", "subscriber"})
_PERSONS_NAME = frozenset({"customer", "patient", "person", "contact", "employee", "user"})
_INPUT = late(
    r"(?:req|request|ctx\.request)\.(?:body|headers|POST|data|form|json)|(?:\w+\.)*(?:form_?(?:data|values)|inputs)"
    r"|document\.cookie|localStorage|sessionStorage|process\.env|os\.environ",
    re.IGNORECASE,
)
_SHOWN = late(r".*\.(?:innerText|innerHTML|textContent)")
_TYPED = late(r".*\.target\.value")
_WRITTEN = _set(
    "answer comment content description feedback input keyword message note prompt query question search text"
)
"""Last words of a key that say that what stands in a field was written, not chosen from a list."""
_PLAIN_KINDS = ("boolean", "number", "null", "function")


def exposure(key: Key) -> Exposure | None:
    """What a property gives away; None where nothing is plain."""
    if key.kind in _PLAIN_KINDS or key.constant or _HARMLESS_VALUE.search(key.value):
        return None
    name = key.name.rpartition(".")[2]
    if _TYPED.fullmatch(key.value):
        return _TEXT if {word.lower() for word in words(name)[-1:]} & _WRITTEN else _named(name)
    return _named(name) or next(filter(None, map(_flowing, _options(key.value))), None)


def whole(text: str) -> Exposure | None:
    """What is given away by passing on all of `text`: a variable, a field, a spread."""
    path = _path(text)
    if path is None:
        return None
    if _INPUT.fullmatch(text):
        return _SENT_IN
    last = words(path[-1])
    return _WHOLE if last and last[-1].lower() in _PERSON and not _harmless(path, last[:-1]) else None


def _named(name: str) -> Exposure | None:
    """What a key's or field's own words say."""
    spoken = tuple(word.lower() for word in words(name))
    for length in range(min(len(spoken), 4), 0, -1):
        kind = _PHRASES.get(spoken[-length:])
        if kind is not None:
            return None if _HARMLESS_BEFORE & set(spoken[:-length]) else kind
    return None


def _flowing(value: str) -> Exposure | None:
    """What a value is, if it is a variable or field and nothing else."""
    path = _path(value)
    if path is None:
        return None
    if _SHOWN.fullmatch(value):
        return _TEXT
    if _NOT_OF_A_PERSON & {segment.lower() for segment in path}:
        return None
    if path[-1] == "name" and len(path) > 1 and path[-2].lower() in _PERSONS_NAME:
        return _PHRASES["full", "name"]
    return _named(path[-1]) or whole(value)


def _options(value: str) -> Iterator[str]:
    """The values that `a ?? b`, `a || b` and `a or b` may be."""
    yield from (part.strip() for part in re.split(r"\?\?|\|\||\bor\b", value))


def _path(text: str) -> tuple[str, ...] | None:
    """`user.email` part by part, also where it is read by `user.getEmail()`."""
    text = _GETTER.sub(lambda match: match[1].lower() + match[2], text)
    if not _PATH.fullmatch(text):
        return None
    return tuple(part for part in re.split(r"\?\.|!\.|\.|->|::|!", text) if part)


def _harmless(path: tuple[str, ...], before: tuple[str, ...]) -> bool:
    spoken = {segment.lower() for segment in path[:-1]} | {word.lower() for word in before}
    return bool(spoken & (_NOT_OF_A_PERSON | _HARMLESS_BEFORE))
