"""What happens, as it happens; and who looks at what."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.response import Response
from rest_framework.views import APIView

from live import presence, rights
from live import serializers as shapes
from tickets.permissions import visible_tickets

# The server looks here for the right to listen (config/rsgi.py).
GRANT = "handrail.stream"


class AnyContent(BaseContentNegotiation):
    """A browser's EventSource accepts text/event-stream alone; refusals are JSON all the same."""

    def select_parser(self, request, parsers):
        return parsers[0]

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class EventsView(APIView):
    """Server-sent events `{type, id, version}`: that something changed, never what it is now.

    For people with a session. `id` is the ticket's, `suggestion` may be named too. After `reset`,
    fetch anew what you show. A client that comes back with `Last-Event-ID` gets what it missed.
    """

    content_negotiation_class = AnyContent
    needs = {"GET": rights.NEEDED}

    @extend_schema(
        tags=["events"],
        operation_id="events",
        parameters=[OpenApiParameter("Last-Event-ID", str, OpenApiParameter.HEADER)],
        responses={(200, "text/event-stream"): OpenApiTypes.STR},
    )
    def get(self, request):
        if not request.session.session_key:
            raise PermissionDenied
        # Here it is decided who may; the server then holds the stream, outside of any thread.
        request._request.environ[GRANT] = rights.Grant(request.user.pk, request.session.session_key)
        response = HttpResponse("retry: 5000\n\n", content_type="text/event-stream; charset=utf-8")
        response["Cache-Control"] = "no-store"
        response["X-Accel-Buffering"] = "no"
        return response


class PresenceView(APIView):
    """Who has a ticket open. Advice: it neither gives nor takes any right."""

    # An auditor reads and leaves no trace.
    needs = {"GET": rights.NEEDED, "POST": "tickets.write", "DELETE": "tickets.write"}
    serializer_class = shapes.LookInput

    def _ticket_id(self, data):
        serializer = shapes.LookInput(data=data)
        serializer.is_valid(raise_exception=True)
        ticket = serializer.validated_data["ticket"]
        if not visible_tickets(self.request.user).filter(pk=ticket).exists():
            raise Http404
        return ticket

    def _others(self, ticket_id):
        looking = presence.others(user=self.request.user, ticket_id=ticket_id)
        return Response({"others": shapes.LookingSerializer(looking, many=True).data})

    @extend_schema(
        tags=["presence"],
        operation_id="presence",
        parameters=[OpenApiParameter("ticket", int, required=True)],
        responses=shapes.OthersSerializer,
    )
    def get(self, request):
        return self._others(self._ticket_id(request.query_params))

    @extend_schema(tags=["presence"], request=shapes.LookInput, responses=shapes.OthersSerializer)
    def post(self, request):
        """I look at this ticket; to be said again within a minute."""
        ticket_id = self._ticket_id(request.data)
        presence.look(user=request.user, ticket_id=ticket_id)
        return self._others(ticket_id)

    @extend_schema(
        tags=["presence"],
        parameters=[OpenApiParameter("ticket", int, required=True)],
        responses={204: None},
    )
    def delete(self, request):
        presence.leave(user=request.user, ticket_id=self._ticket_id(request.query_params))
        return Response(status=204)
