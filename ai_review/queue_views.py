"""The queue over REST: its list, claims on it, and views with a name."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import status, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from ai_review import checks, queue, saved_views
from ai_review import serializers as shapes
from ai_review.models import Suggestion
from tickets.models import User

QUEUE_LENGTH = 100


def _valid(serializer_class, data):
    serializer = serializer_class(data=data)
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data


@extend_schema(tags=["queue"])
class QueueViewSet(viewsets.GenericViewSet):
    """Leases on drafts, so that two people never read the same one."""

    needs = dict.fromkeys(
        ["list", "ids", "choices", "claim", "heartbeat", "release"], "queue.claim"
    )
    pagination_class = None
    filter_backends = []
    serializer_class = shapes.ClaimedSerializer

    @extend_schema(parameters=[shapes.QueueListQuery], responses=shapes.QueueSerializer)
    def list(self, request):
        """The first 100 drafts in the order in which they are claimed, with counts by view; or the
        ones of `ids` that are still in the list, without counts."""
        wanted = dict(_valid(shapes.QueueListQuery, request.query_params))
        ids = wanted.pop("ids", None)
        waiting = queue.pending(request.user)
        items = queue.queue(request.user, wanted, waiting)
        first = ids is None
        if first:
            # Ordered by what orders it, and only then fetched: the rows are wide.
            ids = list(items.values_list("pk", flat=True)[:QUEUE_LENGTH])
        items = (
            items.filter(pk__in=ids)
            .select_related("ticket__customer", "claimed_by")
            .defer("words", "summary")
        )
        counts = {"counts": queue.queue_counts(request.user, waiting)} if first else {}
        results = shapes.QueueItemSerializer(
            checks.as_shown(request.user, items[:QUEUE_LENGTH]),
            many=True,
            context=self.get_serializer_context(),
        ).data
        return Response({"results": results} | counts)

    @extend_schema(parameters=[shapes.QueueQuery], responses=shapes.QueueIdsSerializer)
    @action(detail=False)
    def ids(self, request):
        """The whole list, as ids: a snapshot of which `GET queue?ids=` gives the lines in view."""
        wanted = _valid(shapes.QueueQuery, request.query_params)
        waiting = queue.pending(request.user)
        ids = queue.queue(request.user, wanted, waiting).values_list("pk", flat=True)
        return Response({"ids": list(ids), "counts": queue.queue_counts(request.user, waiting)})

    @extend_schema(responses=shapes.QueueChoicesSerializer)
    @action(detail=False)
    def choices(self, request):
        """What there is to filter by now: categories, languages, models, and people to assign."""
        people = User.objects.filter(
            kind="human", is_active=True, role__in=["reviewer", "supervisor"]
        ).order_by("first_name", "username")
        found = queue.choices(request.user) | {"people": people}
        return Response(shapes.QueueChoicesSerializer(found).data)

    @extend_schema(request=shapes.ClaimInput, responses=shapes.ClaimedSerializer)
    @action(detail=False, methods=["post"])
    def claim(self, request):
        wanted = _valid(shapes.ClaimInput, request.data)
        ids = queue.claim(user=request.user, **wanted)
        found = Suggestion.objects.select_related(*shapes.SUGGESTION_RELATED).in_bulk(ids)
        shown = checks.as_shown(request.user, [found[pk] for pk in ids], first_sight=True)
        results = shapes.SuggestionSerializer(
            shown, many=True, context=self.get_serializer_context()
        ).data
        return Response({"results": results})

    @extend_schema(request=shapes.SuggestionIds, responses=shapes.HeartbeatSerializer)
    @action(detail=False, methods=["post"])
    def heartbeat(self, request):
        asked = _valid(shapes.SuggestionIds, request.data)["suggestions"]
        kept, lost, expires = queue.heartbeat(user=request.user, suggestion_ids=asked)
        return Response(
            {"results": [{"id": pk, "expires_at": expires} for pk in kept], "lost": lost}
        )

    @extend_schema(request=shapes.SuggestionIds, responses={204: None})
    @action(detail=False, methods=["post"])
    def release(self, request):
        asked = _valid(shapes.SuggestionIds, request.data)["suggestions"]
        queue.release(user=request.user, suggestion_ids=asked)
        return Response(status=status.HTTP_204_NO_CONTENT)


@extend_schema(tags=["queue"])
class SavedViewViewSet(viewsets.GenericViewSet):
    """Named addresses of the queue: one's own, and those that a supervisor shares."""

    needs = dict.fromkeys(["list", "create", "partial_update", "destroy"], "queue.claim")
    pagination_class = None
    filter_backends = []
    serializer_class = shapes.SavedViewSerializer
    lookup_field = "slug"
    lookup_value_regex = r"[a-z0-9-]{1,80}"

    def get_queryset(self):
        return saved_views.visible(self.request.user)

    def _view(self, slug):
        view = self.get_queryset().filter(slug=slug).first()
        if view is None:
            raise Http404
        return view

    def _shown(self, views):
        user = self.request.user
        context = self.get_serializer_context() | {
            "counts": queue.counts(user, {view.pk: view.query for view in views})
        }
        return shapes.SavedViewSerializer(views, many=True, context=context).data

    @extend_schema(responses=shapes.SavedViewsSerializer)
    def list(self, request):
        return Response({"results": self._shown(list(self.get_queryset()))})

    @extend_schema(request=shapes.SavedViewInput, responses={201: shapes.SavedViewSerializer})
    def create(self, request):
        view = saved_views.save_view(actor=request.user, **self._valid(shapes.SavedViewInput))
        return Response(self._shown([view])[0], status.HTTP_201_CREATED)

    @extend_schema(request=shapes.SavedViewPatch, responses=shapes.SavedViewSerializer)
    def partial_update(self, request, slug):
        view = saved_views.change_view(
            actor=request.user, view_id=self._view(slug).pk, **self._valid(shapes.SavedViewPatch)
        )
        return Response(self._shown([view])[0])

    @extend_schema(responses={204: None})
    def destroy(self, request, slug):
        saved_views.delete_view(actor=request.user, view_id=self._view(slug).pk)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _valid(self, serializer_class):
        """What was sent, with only those filters that it names: a default may change later."""
        wanted = dict(_valid(serializer_class, self.request.data))
        if "query" in wanted:
            sent = self.request.data["query"]
            wanted["query"] = {name: wanted["query"][name] for name in sent}
        return wanted
