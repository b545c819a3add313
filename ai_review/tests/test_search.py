"""How a question becomes a bounded number of index scans."""

import random

import pytest

from ai_review.search import ENTRIES, SCANS, TERMS_SCANNED, USES, _scans


@pytest.mark.parametrize("total", [1, 40, 9_000, 500_000])
def test_scans_stay_within_their_bounds_whatever_the_words(total):
    draw = random.Random(total)
    for _ in range(200):
        count = draw.randint(0, TERMS_SCANNED)
        rarest = sorted((int(total ** draw.random()), f"'w{n}'") for n in range(count))
        frequency = {lexeme: df for df, lexeme in rarest}
        scans = _scans(rarest, total)
        assert bool(scans) == bool(rarest)
        assert len(scans) <= SCANS + 1
        # The first has all; PostgreSQL walks the list of each scan's rarest lexeme.
        assert sum(min(frequency[lexeme] for lexeme in names) for names in scans[1:]) <= ENTRIES
        assert all(sum(lexeme in names for names in scans[1:]) <= USES for lexeme in frequency)


def test_a_rare_word_is_looked_for_alone_and_common_ones_only_together():
    scans = _scans([(3, "'chargeback'"), (200_000, "'card'"), (250_000, "'my'")], 500_000)
    assert ["'chargeback'"] in scans
    assert ["'card'"] not in scans
    assert ["'card'", "'my'"] not in scans  # half of them would have both
