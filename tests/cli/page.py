"""Pages of Waypost's own, as a browser and somebody who cannot see would take them."""

import re
from html.parser import HTMLParser


class Page(HTMLParser):
    """The tags of a page with their attributes, and text outside of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.text += " "

    def handle_data(self, data: str) -> None:
        self.text += "" if self.tags and self.tags[-1][0] in ("script", "style") else data

    @property
    def words(self) -> str:
        """The text with single spaces."""
        return " ".join(self.text.split())

    @property
    def ids(self) -> list[str]:
        """All ids, repeated ones as often as they are there."""
        return [value for _, attributes in self.tags if (value := attributes.get("id"))]

    @property
    def addresses(self) -> list[str]:
        """What it links to or loads."""
        found = (attributes.get("href") or attributes.get("src") for _, attributes in self.tags)
        return [address for address in found if address]


def check_stands_alone(page: str) -> None:
    """Nothing is loaded, nothing runs but the page's own script, and every link within the page leads somewhere."""
    parsed = Page(page)
    assert not [tag for tag, _ in parsed.tags if tag in ("img", "link", "iframe", "object", "b")]
    assert [attributes for tag, attributes in parsed.tags if tag == "script"] == [{}]
    assert not [name for _, attributes in parsed.tags for name in attributes if name.startswith("on")]
    assert not re.search(r"url\(|@import", page)
    assert "default-src 'none'" in page and 'content="no-referrer"' in page
    assert len(parsed.ids) == len(set(parsed.ids))
    assert {address[1:] for address in parsed.addresses if address.startswith("#")} <= set(parsed.ids)
