"""Query parameters, strictly: an unknown one or a malformed value is a 400, not a wider list."""

import django_filters
from rest_framework.exceptions import ValidationError

# What the paginator and the API itself read.
COMMON = {"cursor", "page_size", "format"}


class StrictFilterSet(django_filters.FilterSet):
    """A FilterSet that refuses parameters it does not know."""

    def is_valid(self):
        unknown = set(self.data) - set(self.filters) - COMMON
        if unknown:
            raise ValidationError({str(name)[:60]: "Unknown parameter." for name in unknown})
        return super().is_valid()
