"""Whether code is minified: it has every call of its source once more, and those of the SDKs that are put into it."""

LEAST, LINE, SHARE, CODE = 20_000, 1_000, 0.8, 0.005
"""So many bytes or more, of which this share is in lines longer than that; so many of those are `(` and `=`."""


def is_minified(source: bytes) -> bool:
    """Whether nearly all code of a file is in lines that nobody writes; a picture or text in one is no code."""
    if len(source) < LEAST or len(source) < LINE * source.count(b"\n"):
        return False
    long = b"".join(line for line in source.split(b"\n") if len(line) > LINE)
    return len(long) > SHARE * len(source) and min(long.count(b"("), long.count(b"=")) > len(long) * CODE
