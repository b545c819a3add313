from django.urls import path
from rest_framework.routers import SimpleRouter

from tickets.lookups import PeopleView, TagsView
from tickets.views import AttachmentView, SessionView, TicketViewSet

router = SimpleRouter(trailing_slash=False)
router.register("tickets", TicketViewSet, "ticket")

urlpatterns = [
    path("session", SessionView.as_view(), name="session"),
    path("attachments/<int:pk>", AttachmentView.as_view(), name="attachment"),
    path("people", PeopleView.as_view(), name="people"),
    path("tags", TagsView.as_view(), name="tags"),
    *router.urls,
]
