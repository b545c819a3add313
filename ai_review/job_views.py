"""The supply of drafts over REST: whether the AI answers, and the jobs that wait or failed."""

from dataclasses import asdict

from django.db.models import Count, Min
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.views import APIView

from ai_review import serializers as shapes
from ai_review import supply
from ai_review.filters import JobFilter
from ai_review.models import DraftJob
from tickets import drafts

RETRY_LIMIT = 500


@extend_schema(tags=["ai"])
class AIView(APIView):
    """Whether drafts are being written now, and if not, why and until when."""

    needs = {"GET": "suggestions.view"}

    @extend_schema(operation_id="ai_retrieve", responses=shapes.AISerializer)
    def get(self, request):
        waiting = DraftJob.objects.filter(status=DraftJob.Status.QUEUED).aggregate(
            waiting=Count("id"), oldest_waiting_at=Min("created_at")
        )
        return Response(shapes.AISerializer(asdict(supply.availability()) | waiting).data)


@extend_schema(tags=["ai"])
class JobViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """The jobs that make drafts, newest first."""

    serializer_class = shapes.DraftJobSerializer
    filterset_class = JobFilter
    queryset = DraftJob.objects.all()
    lookup_value_regex = r"\d{1,18}"
    needs = {
        "list": "suggestions.view",
        "retrieve": "suggestions.view",
        "retry": "suggestions.request",
        "cancel": "suggestions.request",
        "retry_many": "suggestions.request",
    }

    @extend_schema(request=None, responses={202: shapes.DraftJobSerializer})
    @action(detail=True, methods=["post"])
    def retry(self, request, pk):
        """Ask for a new draft in place of a failed or cancelled one; answers the new job."""
        job = drafts.retry_draft(actor=request.user, job_id=self.get_object().pk)
        return Response(self.get_serializer(job).data, status.HTTP_202_ACCEPTED)

    @extend_schema(request=None, responses=shapes.DraftJobSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request, pk):
        """Call off a draft under way. To take that back, ask for a new one."""
        job = self.get_object()
        job = drafts.cancel_draft(actor=request.user, ticket_id=job.ticket_id, job_id=job.pk)
        return Response(self.get_serializer(job).data)

    @extend_schema(
        operation_id="jobs_retry_many",
        request=shapes.RetryInput,
        responses={202: shapes.RetriedSerializer},
        filters=False,
    )
    @action(detail=False, methods=["post"], url_path="retry", pagination_class=None)
    def retry_many(self, request):
        """Ask again for many drafts at once, by job or by error; says which were left out."""
        serializer = shapes.RetryInput(data=request.data)
        serializer.is_valid(raise_exception=True)
        ids = serializer.validated_data.get("ids")
        if ids is None:
            failed = drafts.newest_failed().filter(**serializer.validated_data)
            ids = list(failed.order_by("pk").values_list("pk", flat=True)[:RETRY_LIMIT])
        retried, skipped = drafts.retry_drafts(actor=request.user, job_ids=ids)
        answer = {
            "retried": [
                {"id": pk, "job": job.pk, "ticket": job.ticket_id} for pk, job in retried.items()
            ],
            "skipped": [
                {"id": pk, "reason": code, "detail": drafts.NOT_RETRIED[code]}
                for pk, code in skipped.items()
            ],
        }
        return Response(answer, status.HTTP_202_ACCEPTED)
