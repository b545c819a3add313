"""Drafts and decisions over REST: parse, call the service, answer."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.views import APIView

from ai_review import checks, services
from ai_review import serializers as shapes
from ai_review.filters import SuggestionFilter
from ai_review.flow_views import PassingOn
from ai_review.models import Review, Suggestion
from ai_review.quality import figures
from tickets.idempotency import idempotent
from tickets.permissions import visible_tickets
from tickets.views import IDEMPOTENCY_KEY


def visible_suggestions(user):
    """Drafts are the desk's: an API client never sees one."""
    if not user.has_perm("suggestions.view"):
        return Suggestion.objects.none()
    return Suggestion.objects.filter(ticket__in=visible_tickets(user))


@extend_schema(tags=["suggestions"])
class SuggestionViewSet(
    PassingOn, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    serializer_class = shapes.SuggestionSerializer
    filterset_class = SuggestionFilter
    lookup_value_regex = r"\d{1,18}"
    needs = {
        "list": "suggestions.view",
        "retrieve": "suggestions.view",
        "decision": "suggestions.decide",
        "provenance": "suggestions.view",
    } | PassingOn.needs_passing_on

    def get_queryset(self):
        return visible_suggestions(self.request.user).select_related(*shapes.SUGGESTION_RELATED)

    def get_object(self):
        sight = self.action in ("retrieve", "provenance")
        return checks.as_shown(self.request.user, [super().get_object()], first_sight=sight)[0]

    def paginate_queryset(self, queryset):
        return checks.as_shown(self.request.user, super().paginate_queryset(queryset))

    @extend_schema(
        request=shapes.DecisionInput,
        responses=shapes.DecisionSerializer,
        parameters=[IDEMPOTENCY_KEY],
    )
    @action(detail=True, methods=["post"])
    def decision(self, request, pk):
        try:
            return self._decide(request, pk)
        except services.DecisionConflict as conflict:
            # What it is now, read after the failed transaction, so that the screen can compare.
            now = checks.as_shown(request.user, [self.get_queryset().get(pk=pk)])[0]
            current = self.get_serializer(now).data
            conflict.extra["current"] = current
            raise

    @extend_schema(responses=shapes.FullProvenanceSerializer)
    @action(detail=True)
    def provenance(self, request, pk):
        """The prompt as it was sent, the sources given, the answer, and what it cost."""
        suggestion = self.get_object()
        shown = shapes.full_provenance(suggestion.call)
        shown["response"] = checks.response_as_shown(request.user, suggestion, shown["response"])
        return Response(shapes.FullProvenanceSerializer(shown).data)

    @idempotent
    def _decide(self, request, pk):
        serializer = shapes.DecisionInput(data=request.data)
        serializer.is_valid(raise_exception=True)
        review = services.decide(
            reviewer=request.user, suggestion_id=self.get_object().pk, **serializer.validated_data
        )
        return Response(shapes.DecisionSerializer(review).data)


@extend_schema(tags=["reviews"])
class ReviewViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    serializer_class = shapes.MyReviewSerializer
    lookup_value_regex = r"\d{1,18}"
    needs = {"list": "suggestions.decide", "undo": "suggestions.decide"}

    def get_queryset(self):
        """One's own decisions, also those taken back and those that await a second person."""
        mine = Review.objects.filter(reviewer=self.request.user.pk)
        return mine.select_related(*shapes.MY_REVIEW_RELATED)

    @extend_schema(request=None, responses=shapes.ReviewSerializer)
    @action(detail=True, methods=["post"])
    def undo(self, request, pk):
        checks.refuse_undo(request.user, pk)
        if not Review.objects.filter(pk=pk).exists():
            raise Http404
        review = services.undo(user=request.user, review_id=pk)
        return Response(shapes.ReviewSerializer(Review.objects.get(pk=review.pk)).data)


@extend_schema(tags=["metrics"])
class MetricsView(APIView):
    """Review figures of a period: how people judged the drafts."""

    needs = {"GET": "metrics.view"}

    @extend_schema(parameters=[shapes.MetricsQuery], responses=shapes.MetricsSerializer)
    def get(self, request):
        query = shapes.MetricsQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        wanted = query.validated_data
        by = wanted.get("by")
        if by == "reviewer" and not request.user.has_perm("admin.view"):
            raise PermissionDenied
        period = {"start": wanted["start"], "end": wanted["end"]}
        groups = figures(**period, by=by) if by else []
        answer = period | {"total": figures(**period)[0], "groups": groups}
        return Response(shapes.MetricsSerializer(answer).data)
