"""What every module needs: the time the data cover, chance, and lists of words."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

SEED = "tributary-demo-1"
START = datetime(2025, 1, 1)
END = datetime(2026, 6, 30, 23, 59, 59)

Option = TypeVar("Option")


class Dice:
    """Chance with the same outcome on every Python and platform.

    Python promises the sequence of random() for a seed, and of no other method; so all else is made of
    it, with no function of the C library, whose last digit may differ between platforms.
    """

    def __init__(self, topic: str) -> None:
        """Topics do not disturb each other: a further table leaves the others as they are."""
        self._random = random.Random(f"{SEED}/{topic}").random

    def chance(self, share: float) -> bool:
        """True as often as share says."""
        return self._random() < share

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self._random() * (high - low + 1))

    def pick(self, options: Sequence[Option]) -> Option:
        """One of the options, each as likely."""
        return options[self.between(0, len(options) - 1)]

    def sample(self, options: Sequence[Option], count: int) -> list[Option]:
        """Some of the options, each once."""
        left = list(options)
        return [left.pop(self.between(0, len(left) - 1)) for _ in range(min(count, len(left)))]

    def weighted(self, weights: Iterable[tuple[Option, int]]) -> Option:
        """One option, as often as its whole-number weight says."""
        options = [(option, weight) for option, weight in weights if weight]
        ticket = self.between(1, sum(weight for _, weight in options))
        for option, weight in options:
            ticket -= weight
            if ticket <= 0:
                return option
        raise AssertionError("the ticket lies within the sum of the weights")

    def code(self, length: int = 16) -> str:
        """A click id as ad networks make them."""
        letters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"
        return "".join(self.pick(letters) for _ in range(length))


def listed(text: str) -> tuple[str, ...]:
    """The parts of a list that is written with commas."""
    return tuple(part.strip() for part in text.split(","))
