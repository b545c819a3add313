from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe


@require_safe
@never_cache
@ensure_csrf_cookie
def workspace(request):
    """The page that hosts the React workspace; its router takes it from here."""
    return render(request, "workspace.html")
