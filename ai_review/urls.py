from rest_framework.routers import SimpleRouter

from ai_review.views import QueueViewSet, ReviewViewSet, SuggestionViewSet

router = SimpleRouter(trailing_slash=False)
router.register("suggestions", SuggestionViewSet, "suggestion")
router.register("reviews", ReviewViewSet, "review")
router.register("queue", QueueViewSet, "queue")

urlpatterns = router.urls
