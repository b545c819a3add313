"""Full-text search as one types: every word, as far as it was written, in any order and place.

One function for tickets and for the queue. The words themselves are kept by triggers (TicketText,
Suggestion.words); here is only the question.
"""

import re

from django.contrib.postgres.search import SearchQuery, SearchQueryField
from django.db.models import Func, Q, Value

REFERENCE = re.compile(r"^[Tt]-?(\d{1,18})$")
BY_THE_CUSTOMER = "A"


class Words(SearchQuery):
    """A tsquery of all words of a text, each as a beginning; of the given weights only, if any."""

    def __init__(self, text, weights=""):
        Func.__init__(
            self,
            Value(text),
            Value(weights),
            function="handrail_words_query",
            output_field=SearchQueryField(),
        )
        self.config, self.invert = None, False


def matching(text, *, ticket, words, weights=""):
    """A condition on rows that know a ticket: its reference finds it, other text its words.

    Parameters: `ticket` and `words` the lookups of the ticket's id and of a tsvector; `weights`
    BY_THE_CUSTOMER for people who must not find what the desk wrote.
    """
    reference = REFERENCE.match(text.strip())
    if reference:
        return Q(**{ticket: int(reference[1])})
    return Q(**{words: Words(text, weights)})
