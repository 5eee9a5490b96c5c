"""How much of a whole, in words that never say more than is so: the one home of every percentage that the portal works out itself."""

from fractions import Fraction


def percent(part: int | float, whole: int | float) -> int:
    """``part`` of ``whole`` in whole per cent, half up: 100 only when it is all of it, 0 only when it is none (466 of 467 is 99).

    Nothing of nothing is 0; more than all counts as all. What a person typed as a percentage is his own word and does not come here.
    """
    if part <= 0 or whole <= 0:
        return 0
    if part >= whole:
        return 100
    return min(max(int(100 * Fraction(part) / Fraction(whole) + Fraction(1, 2)), 1), 99)
