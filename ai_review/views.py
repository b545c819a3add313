"""Drafts, decisions and the queue over REST: parse, call the service, answer."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from ai_review import checks, queue, services
from ai_review import serializers as shapes
from ai_review.filters import SuggestionFilter
from ai_review.flow_views import PassingOn
from ai_review.models import Review, Suggestion
from ai_review.quality import figures
from tickets.idempotency import idempotent
from tickets.permissions import visible_tickets
from tickets.views import IDEMPOTENCY_KEY

QUEUE_LENGTH = 100


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


@extend_schema(tags=["queue"])
class QueueViewSet(viewsets.GenericViewSet):
    """Leases on drafts, so that two people never read the same one."""

    needs = {
        "list": "queue.claim",
        "claim": "queue.claim",
        "heartbeat": "queue.claim",
        "release": "queue.claim",
    }
    pagination_class = None
    filter_backends = []
    serializer_class = shapes.ClaimedSerializer

    def _valid(self, serializer_class):
        serializer = serializer_class(data=self.request.data)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    @extend_schema(
        parameters=[OpenApiParameter("view", str, enum=list(queue.VIEWS))],
        responses=shapes.QueueSerializer,
    )
    def list(self, request):
        """The first 100 drafts in the order in which they are claimed, and counts by view."""
        view = request.query_params.get("view", "all")
        if view not in queue.VIEWS:
            raise ValidationError({"view": f"Must be one of {', '.join(queue.VIEWS)}."})
        items = queue.queue(request.user, view).select_related("ticket__customer", "claimed_by")[
            :QUEUE_LENGTH
        ]
        results = shapes.QueueItemSerializer(
            checks.as_shown(request.user, items), many=True, context=self.get_serializer_context()
        ).data
        return Response({"results": results, "counts": queue.queue_counts(request.user)})

    @extend_schema(request=shapes.ClaimInput, responses=shapes.ClaimedSerializer)
    @action(detail=False, methods=["post"])
    def claim(self, request):
        wanted = self._valid(shapes.ClaimInput)
        ids = queue.claim(user=request.user, **wanted)
        found = Suggestion.objects.select_related(*shapes.SUGGESTION_RELATED).in_bulk(ids)
        shown = checks.as_shown(request.user, [found[pk] for pk in ids], first_sight=True)
        results = shapes.SuggestionSerializer(
            shown, many=True, context=self.get_serializer_context()
        ).data
        remaining = queue.queue(request.user, wanted["view"]).count()
        return Response({"results": results, "remaining": remaining})

    @extend_schema(request=shapes.SuggestionIds, responses=shapes.HeartbeatSerializer)
    @action(detail=False, methods=["post"])
    def heartbeat(self, request):
        kept, lost, expires = queue.heartbeat(
            user=request.user, suggestion_ids=self._valid(shapes.SuggestionIds)["suggestions"]
        )
        return Response(
            {"results": [{"id": pk, "expires_at": expires} for pk in kept], "lost": lost}
        )

    @extend_schema(request=shapes.SuggestionIds, responses={204: None})
    @action(detail=False, methods=["post"])
    def release(self, request):
        queue.release(
            user=request.user, suggestion_ids=self._valid(shapes.SuggestionIds)["suggestions"]
        )
        return Response(status=status.HTTP_204_NO_CONTENT)


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
