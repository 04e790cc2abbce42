"""What is known of a function that was found to send what it is given."""

from waypost.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Callee:
    """A function that a call may mean.

    `owner` is its class; `top` says that it stands at the top of its file, and what has its name in a function there is
    another one: what a hook gives is handed on under its name. A call has `least` to `most` arguments, and
    of `labels` only, where there may be other functions of that name; None where nothing of this is known.
    `types` are those of its parameters by what callers name them, as far as they tell it from such others. What it
    calls in its own `body` is not itself, nor is what is called in the `inner` ones, of the functions that it sends by.
    """

    path: str
    owner: str | None
    top: bool = False
    least: int = 0
    most: int | None = None
    labels: frozenset[str] | None = None
    types: tuple[tuple[str, str | None], ...] = ()
    body: tuple[int, int] = (0, 0)
    inner: tuple[tuple[str, int, int], ...] = ()

    def is_around(self, path: str, offset: int) -> bool:
        """Whether code of a file is of this function, or of one that it sends by."""
        if path == self.path and self.body[0] <= offset < self.body[1]:
            return True
        return bool(self.inner) and any(path == it and start <= offset < end for it, start, end in self.inner)

    @property
    def bodies(self) -> tuple[tuple[str, int, int], ...]:
        """Where it stands, and where those stand that it sends by."""
        return ((self.path, *self.body), *self.inner)
