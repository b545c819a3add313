import django_filters
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from ai_review.models import RISKS, DraftJob, Review, Suggestion
from config.filters import StrictFilterSet


class SuggestionFilter(StrictFilterSet):
    status = django_filters.MultipleChoiceFilter(choices=Suggestion.Status.choices)
    category = django_filters.CharFilter()
    risk = django_filters.MultipleChoiceFilter(choices=RISKS)
    claimed_by = django_filters.NumberFilter(method="by_claim", max_value=2**63 - 1)
    mine = django_filters.BooleanFilter(method="by_me")
    ticket = django_filters.NumberFilter(max_value=2**63 - 1)

    class Meta:
        model = Suggestion
        fields = []

    def by_claim(self, suggestions, name, value):
        return suggestions.filter(claimed_by=value, claim_expires_at__gt=timezone.now())

    def by_me(self, suggestions, name, value):
        """Those that I hold now or that I signed, also as the first of two."""
        user = self.request.user
        held = Q(claimed_by=user, claim_expires_at__gt=timezone.now())
        signed = Review.objects.filter(suggestion=OuterRef("pk"), reviewer=user, undo=None)
        mine = held | Q(Exists(signed))
        return suggestions.filter(mine) if value else suggestions.exclude(mine)


class JobFilter(StrictFilterSet):
    status = django_filters.MultipleChoiceFilter(choices=DraftJob.Status.choices)
    error_code = django_filters.CharFilter(max_length=40)
    ticket = django_filters.NumberFilter(max_value=2**63 - 1)

    class Meta:
        model = DraftJob
        fields = []
