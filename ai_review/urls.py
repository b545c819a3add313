from django.urls import path
from rest_framework.routers import SimpleRouter

from ai_review.flow_views import BatchViewSet, SkipCountsViewSet
from ai_review.job_views import AIView, JobViewSet
from ai_review.metrics_views import DeskView, MyNumbersView
from ai_review.queue_views import QueueViewSet, SavedViewViewSet
from ai_review.views import MetricsView, ReviewViewSet, SuggestionViewSet
from ai_review.vigilance_views import OwnVigilanceView, VigilanceView

router = SimpleRouter(trailing_slash=False)
router.register("suggestions", SuggestionViewSet, "suggestion")
router.register("reviews", ReviewViewSet, "review")
router.register("batches", BatchViewSet, "batch")
router.register("queue/skips", SkipCountsViewSet, "skip-count")
router.register("queue/views", SavedViewViewSet, "saved-view")
router.register("queue", QueueViewSet, "queue")
router.register("jobs", JobViewSet, "job")

urlpatterns = [
    path("ai", AIView.as_view(), name="ai"),
    path("metrics", MetricsView.as_view(), name="metrics"),
    path("metrics/mine", MyNumbersView.as_view(), name="metrics-mine"),
    path("metrics/desk", DeskView.as_view(), name="metrics-desk"),
    path("vigilance", VigilanceView.as_view(), name="vigilance"),
    path("vigilance/mine", OwnVigilanceView.as_view(), name="vigilance-mine"),
    *router.urls,
]
