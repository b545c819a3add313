"""Tickets over REST: parse, call the service, answer."""

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.db import transaction
from django.db.models import OuterRef, Prefetch, Subquery
from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_protect, ensure_csrf_cookie
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import permissions, status, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.views import APIView

from ai_review import checks
from ai_review.models import DraftJob, Suggestion
from ai_review.serializers import SUGGESTION_RELATED, DraftJobSerializer
from audit.services import record
from config.errors import Problem
from config.pagination import CursorPagination
from tickets import drafts, history, related, services, timeline
from tickets import serializers as shapes
from tickets.filters import TicketFilter
from tickets.idempotency import idempotent
from tickets.models import Attachment, Message
from tickets.permissions import sees_all, visible_messages, visible_tickets
from tickets.session import describe_session

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="Repeat the request with the same key and it has its effect once.",
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="The ETag of the ticket as you read it.",
)


def with_review_status(tickets):
    """Annotate what stands between each ticket and an answer: newest job, newest suggestion."""
    newest_job = DraftJob.objects.filter(ticket=OuterRef("pk")).order_by("-pk")
    newest_suggestion = Suggestion.objects.filter(ticket=OuterRef("pk")).order_by("-pk")
    return tickets.annotate(
        job_status=Subquery(newest_job.values("status")[:1]),
        suggestion_status=Subquery(newest_suggestion.values("status")[:1]),
    )


class TicketCursor(CursorPagination):
    """By age (ids grow with it), or by what the `ordering` parameter asks for."""

    def get_ordering(self, request, queryset, view):
        wanted = request.query_params.get("ordering")
        if not wanted:
            return ("-pk",)
        return (wanted, "-pk" if wanted.startswith("-") else "pk")


class OldestFirst(CursorPagination):
    ordering = "pk"


class SequenceOrder(CursorPagination):
    ordering = "seq"
    page_size = 200


class NewestHistory(CursorPagination):
    ordering = "-history_id"


# Megabytes each: only a download reads them.
_FILES = Attachment.objects.defer("content")
FILES = Prefetch("messages__attachments", _FILES)
FILES_OF = Prefetch("attachments", _FILES)


@extend_schema(tags=["tickets"])
class TicketViewSet(viewsets.GenericViewSet):
    serializer_class = shapes.TicketSerializer
    filterset_class = TicketFilter
    pagination_class = TicketCursor
    lookup_value_regex = r"\d{1,18}"
    needs = {
        "list": ("tickets.view", "tickets.view_own"),
        "retrieve": ("tickets.view", "tickets.view_own"),
        "create": "tickets.open",
        "bulk": "tickets.open",
        "partial_update": "tickets.write",
        "messages": ("tickets.view", "tickets.view_own"),
        "add_message": ("tickets.write", "tickets.view_own"),
        "suggestions": "suggestions.request",
        "timeline": "tickets.view",
        "history": "tickets.view",
        "related": "tickets.view",
    }

    @property
    def max_body_bytes(self):
        large = self.action in ("bulk", "create", "add_message")
        return settings.API_MAX_BULK_BODY_BYTES if large else settings.API_MAX_BODY_BYTES

    def get_queryset(self):
        return (
            with_review_status(visible_tickets(self.request.user))
            .select_related("customer", "assignee")
            .prefetch_related("tags")
        )

    def _valid(self, serializer_class):
        serializer = serializer_class(data=self.request.data)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    def list(self, request):
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        shown = checks.tickets_as_shown(self.request.user, page)
        return self.get_paginated_response(self.get_serializer(shown, many=True).data)

    def _detail(self, ticket_id, status_code=200):
        ticket = self.get_queryset().prefetch_related("messages__author", FILES).get(pk=ticket_id)
        context = self.get_serializer_context()
        if sees_all(self.request.user):
            context["draft_job"] = ticket.draft_jobs.order_by("-pk").first()
            newest = ticket.suggestions.select_related(*SUGGESTION_RELATED).order_by("-pk")[:1]
            shown = checks.as_shown(self.request.user, newest, first_sight=True)
            context["suggestion"] = shown[0] if shown else None
            ticket = checks.tickets_as_shown(self.request.user, [ticket])[0]
        body = shapes.TicketDetailSerializer(ticket, context=context).data
        return Response(body, status_code, headers={"ETag": ticket.etag})

    @extend_schema(responses=shapes.TicketDetailSerializer)
    def retrieve(self, request, pk):
        return self._detail(self._visible(pk).pk)

    def _visible(self, pk):
        ticket = visible_tickets(self.request.user).filter(pk=pk).first()
        if ticket is None:
            raise Http404
        return ticket

    @extend_schema(
        request=shapes.TicketInput,
        responses={201: shapes.TicketDetailSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    @idempotent
    def create(self, request):
        ticket = services.open_ticket(actor=request.user, **self._valid(shapes.TicketInput))
        response = self._detail(ticket.pk, status.HTTP_201_CREATED)
        response["Location"] = f"/api/v1/tickets/{ticket.pk}"
        return response

    @extend_schema(
        request=shapes.BulkInput,
        parameters=[IDEMPOTENCY_KEY],
        responses={201: shapes.TicketSerializer(many=True)},
        filters=False,
    )
    @action(detail=False, methods=["post"], pagination_class=None)
    @idempotent
    def bulk(self, request):
        opened = services.open_tickets(actor=request.user, **self._valid(shapes.BulkInput))
        tickets = self.get_queryset().filter(pk__in=[ticket.pk for ticket in opened])
        results = self.get_serializer(tickets.order_by("pk"), many=True).data
        return Response({"results": results}, status.HTTP_201_CREATED)

    @extend_schema(
        request=shapes.TicketPatch, responses=shapes.TicketDetailSerializer, parameters=[IF_MATCH]
    )
    def partial_update(self, request, pk):
        etag = request.headers.get("If-Match")
        if etag is None:
            raise Problem(
                "Send If-Match with the ETag of the ticket as you read it.",
                code="precondition_required",
                status_code=428,
            )
        ticket = self._visible(pk)
        checks.refuse_if_answered(request.user, ticket.pk)
        services.edit_ticket(
            actor=request.user,
            ticket_id=ticket.pk,
            etag=etag,
            changes=self._valid(shapes.TicketPatch),
        )
        return self._detail(ticket.pk)

    @extend_schema(responses=shapes.MessageSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=OldestFirst)
    def messages(self, request, pk):
        ticket = self._visible(pk)
        page = self.paginate_queryset(
            ticket.messages.select_related("author").prefetch_related(FILES_OF)
        )
        if check := checks.blind_on(request.user, [ticket.pk]).get(ticket.pk):
            page = checks.messages_before(page, check)
        shown = visible_messages(request.user, page)
        return self.get_paginated_response(shapes.MessageSerializer(shown, many=True).data)

    @extend_schema(
        request=shapes.MessageInput,
        responses={201: shapes.MessageSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    @messages.mapping.post
    def add_message(self, request, pk):
        said = request.data if isinstance(request.data, dict) else {}
        if said.get("kind") == Message.Kind.PUBLIC_REPLY:
            checks.refuse_if_answered(request.user, self._visible(pk).pk)
        return self._add_message(request, pk)

    @idempotent
    def _add_message(self, request, pk):
        message = services.add_message(
            actor=request.user, ticket_id=self._visible(pk).pk, **self._valid(shapes.MessageInput)
        )
        return Response(shapes.MessageSerializer(message).data, status.HTTP_201_CREATED)

    @extend_schema(request=shapes.DraftRequestInput, responses={202: DraftJobSerializer})
    @action(detail=True, methods=["post"])
    def suggestions(self, request, pk):
        ticket, wanted = self._visible(pk), self._valid(shapes.DraftRequestInput)
        checks.refuse_if_answered(request.user, ticket.pk)
        job = drafts.request_draft(actor=request.user, ticket_id=ticket.pk, **wanted)
        return Response(DraftJobSerializer(job).data, status.HTTP_202_ACCEPTED)

    @extend_schema(responses=shapes.TimelineEventSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=SequenceOrder)
    def timeline(self, request, pk):
        ticket = self._visible(pk)
        events = checks.events_before(timeline.events_of(ticket), request.user, ticket.pk)
        page = self.paginate_queryset(events)
        described = timeline.describe(page)
        return self.get_paginated_response(
            shapes.TimelineEventSerializer(described, many=True).data
        )

    @extend_schema(responses=shapes.RowChangeSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=NewestHistory)
    def history(self, request, pk):
        """What the ticket's row looked like before and after each change, newest first."""
        ticket = self._visible(pk)
        page = self.paginate_queryset(
            checks.rows_before(history.rows_of(ticket), request.user, ticket.pk)
        )
        described = history.changes_of(ticket, page)
        return self.get_paginated_response(shapes.RowChangeSerializer(described, many=True).data)

    @extend_schema(responses=shapes.RelatedSerializer, filters=False)
    @action(detail=True, pagination_class=None)
    def related(self, request, pk):
        """The customer's other tickets, and resolved tickets that asked something like this."""
        ticket = visible_tickets(request.user).select_related("customer").filter(pk=pk).first()
        if ticket is None:
            raise Http404
        return Response(shapes.RelatedSerializer(related.related(ticket)).data)


@extend_schema(tags=["tickets"])
class AttachmentView(APIView):
    """A file as it came. Never shown in the page: the browser only saves it."""

    needs = {"GET": ("tickets.view", "tickets.view_own")}

    @extend_schema(operation_id="attachment_download", responses={(200, "*/*"): bytes})
    def get(self, request, pk):
        file = (
            Attachment.objects.select_related("message")
            .filter(pk=pk, message__ticket__in=visible_tickets(request.user))
            .first()
        )
        if file is None or not visible_messages(request.user, [file.message]):
            raise Http404
        response = HttpResponse(bytes(file.content), content_type=file.content_type)
        response["Content-Disposition"] = content_disposition_header(True, file.name)
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response


# CSRF also on log-in: DRF checks it only for who is logged in already.
@method_decorator([csrf_protect, ensure_csrf_cookie], name="dispatch")
class SessionView(APIView):
    """The browser's session."""

    permission_classes = [permissions.AllowAny]

    @extend_schema(tags=["session"], responses=shapes.SessionSerializer)
    def get(self, request):
        return Response(describe_session(request.user, get_token(request._request)))

    @extend_schema(
        tags=["session"], request=shapes.SessionInput, responses=shapes.SessionSerializer
    )
    def post(self, request):
        serializer = shapes.SessionInput(data=request.data)
        serializer.is_valid(raise_exception=True)
        user = authenticate(request._request, **serializer.validated_data)
        if user is None:
            if getattr(request._request, "axes_locked_out", False):
                raise Problem(
                    "Too many failed log-ins; wait 15 minutes or ask a supervisor.",
                    code="locked_out",
                    status_code=429,
                )
            raise Problem(
                "The user name or the password is wrong.", code="login_failed", status_code=401
            )
        with transaction.atomic():
            login(request._request, user)
            record("accounts", user, "login.succeeded")
        return Response(describe_session(user, get_token(request._request)))

    @extend_schema(tags=["session"], responses={204: None})
    def delete(self, request):
        logout(request._request)
        return Response(status=status.HTTP_204_NO_CONTENT)
