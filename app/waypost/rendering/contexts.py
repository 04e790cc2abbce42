"""What a context template may use."""

VARIABLES = {
    "objective": "the objective the issue names, or none: id, title, why, owner, horizon, status, measure",
    "progress": "how far it is, or none: share (0 to 1), percent, bar (ten cells)",
    "product_lines": "the product lines the objective concerns, each with title, stance, reason",
    "asked": "the objective as the issue names it; empty if it names none",
    "close": "ids of objectives that were perhaps meant, where the map has none of that name",
    "known": "ids of the first objectives of the map",
    "links": "the research notes the issue names, each with state, asked, url, close, and note: title, date, findings",
    "more": "whether there is anything to fold away below",
    "destination": "where the journey goes, from the map",
    "glossary": "words of the organisation, from the map",
}
"""The variables of `contexts/issue.md.j2` by name, each with what it is; `waypost explain context` shows them."""
