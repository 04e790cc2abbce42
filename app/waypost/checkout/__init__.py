"""Git objects of a checkout as a Change and a Handbook: the only room that runs git."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from waypost.checkout.git import CheckoutError

if TYPE_CHECKING:
    from waypost.checkout.gathering import change, gathered, handbook, root, touches_notes

__all__ = ["CheckoutError", "change", "gathered", "handbook", "root", "touches_notes"]


def __getattr__(name: str) -> Any:
    """What gathering takes long to import: who only lists files should not wait for all the pillars."""
    if name in __all__:
        return getattr(import_module("waypost.checkout.gathering"), name)
    raise AttributeError(name)
