"""What a context template may use."""

VARIABLES = {
    "work": "`issue` or `pull request`",
    "title": "its title",
    "type": "its issue type; empty if it has none",
    "labels": "the names of its labels",
    "first_time": "whether its author contributes to this repository for the first time",
    "objective": "the objective it is tied to, or none: id, title, why, owner, horizon, status, measure, parents",
    "tied_by": "how that is known: command, field, label, parent issue, linked issue, changed paths",
    "via": "the issue that the tie comes from, or none: number, title, url",
    "suggested": "the objective it seems to be about though it names none, or none",
    "progress": "how far the objective is, or none: share (0 to 1), percent, bar (ten cells)",
    "product_lines": "the product lines it concerns, each with id, title, stance, reason",
    "moved": "what moved on the map while it was open, the newest first, each with words, url, day",
    "on_the_way": "other open work on the same objective, at most three, each with number, title, url, pull_request",
    "decisions": "records of decisions that name the objective, the newest first, each with title, date, url",
    "terms": "words of the glossary that its text uses, each with name, meaning",
    "asked": "the objective as it is named there; empty if none is",
    "close": "ids of objectives that were perhaps meant, where the map has none of that name",
    "known": "ids of the first objectives of the map",
    "more": "whether there is anything to fold away below",
    "destination": "where the journey goes, from the map",
    "glossary": "words of the organisation, from the map",
}
"""The variables of context templates by name, each with what it is; `waypost explain context` shows them."""
