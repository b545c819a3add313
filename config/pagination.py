import re

from rest_framework import pagination
from rest_framework.exceptions import NotFound, ValidationError

# URL-unquoted base64 of a query string; Python's decoder would skip any other character.
CURSOR = re.compile(r"[A-Za-z0-9+/]{4,}={0,2}")


class CursorPagination(pagination.CursorPagination):
    """Newest first; `page_size` from 1 to 200, refused beyond instead of silently cut."""

    ordering = "-id"
    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"

    def get_page_size(self, request):
        asked = request.query_params.get(self.page_size_query_param)
        if asked is None:
            return self.page_size
        if not asked.isascii() or not asked.isdigit() or not 1 <= int(asked[:9]) <= 200:
            raise ValidationError({"page_size": f"Must be from 1 to {self.max_page_size}."})
        return int(asked)

    def decode_cursor(self, request):
        encoded = request.query_params.get(self.cursor_query_param, "")
        if encoded and not CURSOR.fullmatch(encoded):
            raise ValidationError({"cursor": "Not a cursor of this list."})
        try:
            return super().decode_cursor(request)
        except NotFound as error:
            raise ValidationError({"cursor": "Not a cursor of this list."}) from error
