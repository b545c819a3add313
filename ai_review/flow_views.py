"""Passing a draft on, taking one up, approving several together: the acts around a decision."""

from datetime import timedelta

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from ai_review import bulk, checks, queue, skips
from ai_review import serializers as shapes
from ai_review.models import Review, ReviewBatch
from tickets.idempotency import idempotent
from tickets.views import IDEMPOTENCY_KEY

COUNTED = timedelta(days=7)


class PassingOn:
    """Mixed into the drafts' view set."""

    needs_passing_on = {
        "skip": "suggestions.decide",
        "unskip": "suggestions.decide",
        "claim": "queue.claim",
    }

    @extend_schema(request=shapes.SkipInput, responses=shapes.SkipSerializer)
    @action(detail=True, methods=["post"])
    def skip(self, request, pk):
        """Pass the draft on: it is kept from you for a while, and the others get it at once."""
        wanted = shapes.SkipInput(data=request.data)
        wanted.is_valid(raise_exception=True)
        draft = self.get_object()
        checks.refuse_if_answered(request.user, draft.ticket_id)
        skipped = skips.skip(user=request.user, suggestion_id=draft.pk, **wanted.validated_data)
        return Response(shapes.SkipSerializer(skipped).data)

    @extend_schema(request=None, responses={204: None})
    @skip.mapping.delete
    def unskip(self, request, pk):
        """Take the skip back, within five minutes."""
        skips.take_back(user=request.user, suggestion_id=self.get_object().pk)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=None, responses=shapes.TakenSerializer)
    @action(detail=True, methods=["post"])
    def claim(self, request, pk):
        """Lease this very draft, if nobody else holds it."""
        expires = queue.take(user=request.user, suggestion_id=self.get_object().pk)
        return Response(shapes.TakenSerializer({"expires_at": expires}).data)


@extend_schema(tags=["reviews"])
class BatchViewSet(viewsets.GenericViewSet):
    """Low-risk drafts approved together."""

    serializer_class = shapes.BatchSerializer
    queryset = ReviewBatch.objects.none()
    lookup_value_regex = r"\d{1,18}"
    needs = {"create": "suggestions.decide", "undo": "suggestions.decide"}

    @extend_schema(
        request=shapes.BatchInput, responses=shapes.BatchSerializer, parameters=[IDEMPOTENCY_KEY]
    )
    @idempotent
    def create(self, request):
        """Approve up to 25 drafts of low risk, each under the rules of a single decision.

        The answer says of each whether it was decided, or why not; one does not stop the others.
        """
        wanted = shapes.BatchInput(data=request.data)
        wanted.is_valid(raise_exception=True)
        batch, outcomes = bulk.approve_together(reviewer=request.user, **wanted.validated_data)
        batch.results = outcomes
        return Response(shapes.BatchSerializer(batch).data)

    @extend_schema(request=None, responses=shapes.OutcomesSerializer)
    @action(detail=True, methods=["post"])
    def undo(self, request, pk):
        """Take back all of a batch that has not gone out."""
        if not ReviewBatch.objects.filter(pk=pk).exists():
            raise Http404
        outcomes = bulk.undo_together(user=request.user, batch_id=pk)
        for outcome in outcomes:
            if outcome.review:
                outcome.review = Review.objects.get(pk=outcome.review.pk)
        return Response(shapes.OutcomesSerializer({"results": outcomes}).data)


@extend_schema(tags=["queue"])
class SkipCountsViewSet(viewsets.GenericViewSet):
    """Why drafts are passed on: which languages and expertise the desk lacks."""

    needs = {"list": "admin.view"}
    pagination_class = None
    filter_backends = []
    serializer_class = shapes.SkipCountsSerializer

    @extend_schema(responses=shapes.SkipCountsSerializer)
    def list(self, request):
        """Counts by reason over the last seven days."""
        since = timezone.now() - COUNTED
        answer = {"since": since, "results": skips.counts(since=since)}
        return Response(shapes.SkipCountsSerializer(answer).data)
