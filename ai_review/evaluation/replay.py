"""Make the prompt of a suggestion again, from the records, and compare it byte for byte."""

import hashlib

from django.core.management.base import CommandError

from ai_review.composing import rebuild
from ai_review.models import Suggestion
from ai_review.providers import recorded_provider

HELP = (
    "Build the request of a suggestion again from the ticket's history and the sources as they "
    "were recorded, whatever the knowledge base says now, and compare it with what was sent."
)
_AROUND = 60  # characters shown about the first difference


def add_arguments(parser):
    parser.add_argument("suggestion", type=int, metavar="SUGGESTION")


def run(options, out):
    """Print the comparison; returns 0 when the bytes are the same, else 1."""
    related = ("call__job__ticket__customer", "call__prompt_version")
    suggestion = (
        Suggestion.objects.select_related(*related).filter(pk=options["suggestion"]).first()
    )
    if suggestion is None:
        raise CommandError(f"There is no suggestion {options['suggestion']}.")
    call = suggestion.call
    try:
        provider = recorded_provider(call.provider, call.model, call.context.get("parameters", {}))
        again = rebuild(call, provider).body
    except ValueError as error:
        raise CommandError(f"It cannot be made again: {error}") from error
    out.write(
        f"Suggestion {suggestion.pk} for {call.job.ticket.reference}, version "
        f"{suggestion.ticket_version}: {call.provider}, {call.model}, {call.prompt_version}, "
        f"{len(call.context['sources'])} sources"
    )
    for name, body in (("sent", call.request), ("made again", again)):
        data = body.encode()
        out.write(f"  {name:10}  {len(data):7} bytes  sha256 {hashlib.sha256(data).hexdigest()}")
    if again == call.request:
        out.write("The same, byte for byte.")
        return 0
    pairs = zip(call.request, again, strict=False)
    place = next(
        (at for at, (one, other) in enumerate(pairs) if one != other),
        min(len(call.request), len(again)),
    )
    out.write(f"NOT the same; they differ from character {place} on:")
    for name, body in (("sent", call.request), ("made again", again)):
        out.write(f"  {name:10}  …{body[max(0, place - _AROUND) : place + _AROUND]!r}…")
    return 1
