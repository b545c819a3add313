from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from config import errors, schema  # noqa: F401  (schema registers itself)
from config.metrics import metrics
from config.views import workspace

relaxed = csp_replace(settings.RELAXED_CSP)

api = [
    path("", include("tickets.urls")),
    path("", include("ai_review.urls")),
    path("", include("live.urls")),
]

urlpatterns = [
    path("api/v1/", include(api)),
    path(
        "api/schema",
        SpectacularAPIView.as_view(permission_classes=[], urlconf="config.urls"),
        name="schema",
    ),
    path(
        "api/docs",
        relaxed(SpectacularSwaggerView.as_view(permission_classes=[], url_name="schema")),
    ),
    # A mistyped API path must not be answered with the workspace.
    re_path(r"^api(/|$)", errors.not_found),
    path("metrics", metrics),
    path("admin/", admin.site.urls),
    re_path(r"^(?!static/|admin/)", workspace, name="workspace"),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
