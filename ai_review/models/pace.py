"""How fast somebody read what they signed."""

from django.db import models
from django.db.models import Case, F, Q, Value, When

# Silent reading of English non-fiction: 238 words a minute on average over 190 studies with 17,887
# readers (M. Brysbaert, "How many words do we read per minute?", Journal of Memory and Language
# 109, 2019, 104047). Only what is faster than three times that is called fast: nobody reads at that
# pace, some skim at it (Rayner et al., "So Much to Read, So Little Time", Psychological Science in
# the Public Interest 17(1), 2016).
READING_WPM = 238
SKIMMING = 3
MS_PER_WORD = 60_000 / (READING_WPM * SKIMMING)  # 84


def pace():
    """`fast`, `read` or `unknown`, from `dwell_ms` and `shown_words` of the row itself, so that it
    stays when texts change.

    Fast: on screen for less than MS_PER_WORD for each word shown. What was not measured is unknown,
    not fast.
    """
    return Case(
        When(Q(dwell_ms__isnull=True) | Q(shown_words__isnull=True), then=Value("unknown")),
        When(Q(dwell_ms__lt=F("shown_words") * Value(MS_PER_WORD)), then=Value("fast")),
        default=Value("read"),
        output_field=models.CharField(max_length=8),
    )


def pace_field():
    return models.GeneratedField(
        expression=pace(), output_field=models.CharField(max_length=8), db_persist=True
    )
