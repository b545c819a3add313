"""Files that come with a message: which are taken, and what of them can be read."""

import base64
import binascii

from django.db.models import Case, F, Prefetch, Value, When
from rest_framework import serializers

from config.serializers import StrictSerializer, Text
from tickets.models import Attachment

MAX_FILES = 5
MAX_BYTES = 1024 * 1024
# What the AI and the checks read of one file; people download all of it.
READ_CHARACTERS = 20_000

TEXT_TYPES = ("text/plain", "text/csv", "text/markdown", "application/json")
# How a file of the type begins, so that nothing is stored under a false name.
SIGNATURES = {
    "application/pdf": b"%PDF-",
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
}


class AttachmentInput(StrictSerializer):
    name = Text(max_length=150)
    content_type = serializers.ChoiceField([*TEXT_TYPES, *SIGNATURES])
    content = Text(
        help_text=f"Base64; at most {MAX_BYTES} bytes.", max_length=MAX_BYTES * 4 // 3 + 4
    )

    def validate_name(self, name):
        if not name.isprintable() or "/" in name or "\\" in name:
            raise serializers.ValidationError("A file name without folders, please.")
        return name

    def validate_content(self, text):
        try:
            content = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            raise serializers.ValidationError("This is not base64.") from None
        if not 1 <= len(content) <= MAX_BYTES:
            raise serializers.ValidationError(f"1 to {MAX_BYTES} bytes.")
        return content

    def validate(self, attrs):
        kind, content = attrs["content_type"], attrs["content"]
        if kind in SIGNATURES:
            fits = content.startswith(SIGNATURES[kind])
        else:
            fits = _decoded(content) is not None
        if not fits:
            raise serializers.ValidationError({"content": f"This is not {kind}."})
        return attrs


class AttachmentsField(serializers.ListField):
    def __init__(self, **kwargs):
        super().__init__(child=AttachmentInput(), max_length=MAX_FILES, required=False, **kwargs)


def _decoded(content):
    """The text of UTF-8 bytes, or None for anything else."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text


def readable(messages):
    """The messages of a queryset, each with what of its files can be read (see `text_of`)."""
    content = Case(When(content_type__in=TEXT_TYPES, then=F("content")), default=Value(b""))
    files = Attachment.objects.defer("content").annotate(text_content=content)
    return messages.prefetch_related(Prefetch("attachments", files))


def text_of(attachment):
    """Name and text of a file from `readable`, the text cut after READ_CHARACTERS."""
    if attachment.content_type not in TEXT_TYPES:
        return f"{attachment.name} ({attachment.content_type}; nobody has read it to you)"
    text = _decoded(bytes(attachment.text_content)) or ""
    return f"{attachment.name}\n{text[:READ_CHARACTERS]}"
