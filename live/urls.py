from django.urls import path

from live.views import EventsView, PresenceView

urlpatterns = [
    path("events", EventsView.as_view(), name="events"),
    path("presence", PresenceView.as_view(), name="presence"),
]
