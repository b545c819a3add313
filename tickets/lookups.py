"""Lists to choose from: who a ticket may be assigned to, which tags there are."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.generics import ListAPIView

from config.pagination import CursorPagination
from tickets import serializers as shapes
from tickets.models import Tag, User
from tickets.roles import PERMISSIONS


class ByName(CursorPagination):
    page_size = 200


class ByUserName(ByName):
    ordering = "username"


class ByTagName(ByName):
    ordering = "name"


@extend_schema(tags=["tickets"], filters=False)
class PeopleView(ListAPIView):
    """The people of the desk to whom work can be given: those who may act, and are not away for
    good."""

    needs = {"GET": "tickets.view"}
    serializer_class = shapes.DeskPersonSerializer
    pagination_class = ByUserName
    filter_backends = []

    def get_queryset(self):
        roles = [role for role, granted in PERMISSIONS.items() if "tickets.write" in granted]
        return User.objects.filter(kind=User.Kind.HUMAN, is_active=True, role__in=roles)


@extend_schema(
    tags=["tickets"],
    filters=False,
    parameters=[OpenApiParameter("search", str, description="Part of the name.")],
)
class TagsView(ListAPIView):
    """The tags that tickets have been given, by name."""

    needs = {"GET": "tickets.view"}
    serializer_class = shapes.TagSerializer
    pagination_class = ByTagName
    filter_backends = []

    def get_queryset(self):
        part = self.request.query_params.get("search", "")
        if len(part) > 40 or "\x00" in part:
            raise ValidationError({"search": "At most 40 characters."})
        return Tag.objects.filter(name__icontains=part)
