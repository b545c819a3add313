"""From a ticket to the exact request for a draft, and from the draft to what a reviewer sees.

What a request was made of is kept with the call as its `context`, so that the same bytes can be
made again after tickets, customers and the knowledge base have changed: `rebuild`.
"""

import logging
import time
from dataclasses import asdict, dataclass, replace

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from ai_review import embeddings, gates
from ai_review.duplicates import find_duplicates
from ai_review.language import detect_language
from ai_review.models import CategoryPause, PromptVersion, ReviewPolicy
from ai_review.providers.base import DraftRequest, Line, ProviderError, Source
from ai_review.redaction import RedactionError, Redactor
from ai_review.retrieval import categories, find_sources
from tickets.attachments import readable, text_of
from tickets.models import Message, Ticket

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Prepared:
    """All that is known before the AI is asked. `context`: see AICall."""

    request: DraftRequest
    body: str
    redactor: Redactor
    ticket_text: str
    prompt: PromptVersion
    context: dict
    duplicates: list


@dataclass(frozen=True)
class Rules:
    """What the desk has set, as it stands when drafts are checked."""

    policy: ReviewPolicy
    paused: frozenset

    @classmethod
    def read(cls):
        paused = CategoryPause.objects.filter(resumed_at=None).values_list("category", flat=True)
        return cls(ReviewPolicy.objects.get(), frozenset(paused))


def internal_error(job_id, doing):
    """A fault of our own: logged for us, told to people, and tried again a few times."""
    log.exception("job %s: %s the draft failed", job_id, doing)
    words = f"Handrail failed while {doing} the draft; the log of the worker says more."
    return ProviderError("internal", words, retryable=True)


def prepare(leases, provider, prompt):
    """Read the tickets, redact them, find sources and build the exact request bodies.

    Returns: (dict of Lease to Prepared, dict of Lease to ProviderError for those that cannot be).
    """
    read_at = timezone.now()
    tickets = Ticket.objects.select_related("customer").in_bulk(
        [lease.ticket_id for lease in leases]
    )
    conversations = {pk: [] for pk in tickets}
    for message in readable(
        Message.objects.filter(ticket__in=tickets)
        .exclude(delivery_status=Message.Delivery.CANCELLED)
        .order_by("id")
    ):
        conversations[message.ticket_id].append(message)
    redacted, failed = {}, {}
    for lease in leases:
        ticket = tickets[lease.ticket_id]
        _guard(
            lease,
            failed,
            redacted,
            lambda t=ticket, asked=lease.instruction: redact_ticket(
                t.subject, t.customer, conversations[t.pk], asked
            ),
        )
    started = time.monotonic()
    queries = {lease.ticket_id: each.query for lease, each in redacted.items()}
    meanings = embeddings.of_questions(queries)
    sources = find_sources(queries, vectors=meanings.vectors)
    duplicates = find_duplicates(
        {
            lease.ticket_id: (each.question, tickets[lease.ticket_id].customer_id)
            for lease, each in redacted.items()
        }
    )
    known = {"categories": categories(), "prompt": prompt, "provider": provider}
    retrieve_ms = (time.monotonic() - started) * 1000 / max(1, len(redacted))
    prepared = {}
    for lease, each in redacted.items():
        context = {
            "read_at": read_at.isoformat(),
            "messages": [message.pk for message in conversations[lease.ticket_id]],
            "timings": {
                "redact_ms": round(each.milliseconds, 2),
                "retrieve_ms": round(retrieve_ms, 2),  # its share of the drafts done together
            },
            **meanings.record,
        }
        found = sources[lease.ticket_id]
        _guard(
            lease,
            failed,
            prepared,
            lambda e=each, f=found, c=context, d=duplicates[lease.ticket_id]: compose(
                e, f, context=c, duplicates=[asdict(other) for other in d], **known
            ),
        )
    return prepared, failed


def rebuild(call, provider, prompt=None):
    """Prepare again what `call` was given, from the same messages and its recorded sources.

    Parameters: `provider` to build the body for; `prompt` another version than the call's.
    Returns the Prepared; its body equals `call.request` when nothing else is asked for.
    Raises: ValueError for a call from before contexts were kept, or whose ticket's history is gone.
    """
    context = call.context
    if not context:
        raise ValueError("The call is older than Handrail's record of what requests are made of.")
    ticket = call.job.ticket
    read_at = parse_datetime(context["read_at"])
    subject = _as_of(ticket.history, read_at).subject
    customer = _as_of(ticket.customer.history, read_at)
    messages = readable(
        Message.objects.filter(ticket=ticket, pk__in=context["messages"]).order_by("id")
    )
    return compose(
        redact_ticket(subject, customer, list(messages), call.job.instruction),
        [Source(**source) for source in context["sources"]],
        categories=context["categories"],
        prompt=prompt or call.prompt_version,
        provider=provider,
        context=context,
    )


def _as_of(history, moment):
    row = history.filter(history_date__lte=moment).order_by("-history_date", "-history_id").first()
    if row is None:
        raise ValueError("The history of the ticket does not go back that far.")
    return row


def _guard(lease, failed, done, work):
    """Put `work()` into `done`, or the reason why it cannot be into `failed`: one bad ticket must
    not stop those beside it."""
    try:
        done[lease] = work()
    except RedactionError as error:
        # Fail closed: what cannot be cleared of personal data does not leave.
        words = f"Personal data could not be removed safely, so nothing was sent: {error}"
        failed[lease] = ProviderError("redaction_failed", words, retryable=False)
    except Exception:  # noqa: BLE001 (internal_error logs it)
        failed[lease] = internal_error(lease.job_id, "preparing")


@dataclass(frozen=True)
class Redacted:
    """A conversation without personal data. `query`: what to look for in the knowledge base;
    `question`: subject and first message as they were written, to find duplicates by;
    `instruction`: what the desk asks of the draft."""

    redactor: Redactor
    ticket_text: str
    subject: str
    customer_name: str
    lines: list
    asked: list
    query: str
    question: str
    instruction: str
    milliseconds: float


def redact_ticket(subject, customer, messages, instruction=""):
    """Clear a conversation of personal data; raises RedactionError when it cannot be.

    Parameters: `messages` oldest first, with their files (tickets.attachments.readable);
    `instruction` what a person asks of the draft, who may have named the customer in it.
    """
    started = time.monotonic()
    redactor = Redactor(
        {"name": customer.name, "email": customer.email, "external_id": customer.external_id}
    )
    # All at once: a secret told in the last message disappears from the first one too.
    said = [
        (kind, text)
        for message in messages
        for kind, text in (
            (message.kind, message.body),
            *(("attachment", text_of(file)) for file in message.attachments.all()),
        )
    ]
    # The instruction comes last, so that it changes no placeholder of the ticket.
    asks = [instruction] if instruction else []
    safe_subject, *bodies = redactor.redact_all([subject, *(text for _, text in said), *asks])
    safe_instruction = bodies.pop() if asks else ""
    lines = [Line(kind=kind, body=body) for (kind, _), body in zip(said, bodies, strict=True)]
    asked = [line.body for line in lines if line.kind == Message.Kind.CUSTOMER]
    return Redacted(
        redactor,
        "\n".join([customer.name, subject, *(text for _, text in said)]),
        safe_subject,
        redactor.redact(customer.name),
        lines,
        asked,
        # What was asked first and what was said last carry the question of a long thread.
        "\n".join([safe_subject, *dict.fromkeys([asked[0], asked[-1]])]),
        "\n".join([subject, next(text for kind, text in said if kind == Message.Kind.CUSTOMER)]),
        safe_instruction,
        (time.monotonic() - started) * 1000,
    )


def compose(redacted, sources, *, categories, prompt, provider, context, duplicates=()):
    """Build the request of a Redacted ticket from its Sources; returns the Prepared."""
    request = DraftRequest(
        ticket_subject=redacted.subject,
        messages=redacted.lines,
        customer_name=redacted.customer_name,
        language=detect_language("\n".join(redacted.asked)),
        sources=sources,
        system_prompt=prompt.system_prompt,
        categories=categories,
        instruction=redacted.instruction,
    )
    asked = {}
    if redacted.instruction:
        follows = provider.follows(redacted.instruction)
        asked = {"instruction": {"text": redacted.instruction, "follows": follows}}
    return Prepared(
        request,
        provider.prepare(request),
        redacted.redactor,
        redacted.ticket_text,
        prompt,
        context
        | {
            "language": request.language,
            "categories": categories,
            "sources": [asdict(source) for source in sources],
            "parameters": provider.parameters,
            **asked,
        },
        duplicates,
    )


def assess(prepared, draft, rules):
    """Restore the customer's values in a draft, check it, and give the fields of a Suggestion."""
    sources = prepared.request.sources
    summary, in_summary = prepared.redactor.fill(draft.summary)
    reply, in_reply = prepared.redactor.fill(draft.reply)
    paused = draft.category in rules.paused
    if paused:
        reply, in_reply = "", []
    restored = replace(draft, summary=summary, reply=reply)
    found = gates.check(draft, prepared.request, restored, prepared.ticket_text, sources)
    if paused:
        found = [_withheld(draft.category), *(gate for gate in found if gate.code != "no_match")]
    if not prepared.context.get("instruction", {}).get("follows", True):
        found = [_not_followed(), *found]
    risk = gates.risk(found)
    return {
        "summary": restored.summary,
        "reply": restored.reply,
        "language": draft.language,
        "category": draft.category,
        "priority": draft.priority,
        "citations": [_citation(cited, sources) for cited in draft.citations],
        "gates": [asdict(gate) for gate in found],
        "triage": {"sentiment": draft.sentiment, "duplicates": prepared.duplicates},
        "restored": {
            "summary": [asdict(place) for place in in_summary],
            "reply": [asdict(place) for place in in_reply],
        },
        "risk": risk,
        "required_reviews": rules.policy.required_reviews(risk),
    }


def _withheld(category):
    return gates.Gate(
        "category_paused",
        "info",
        f"AI replies about “{category}” are paused: people rejected too many of them. "
        "Please write the reply; a supervisor can resume them.",
    )


def _not_followed():
    return gates.Gate(
        "instruction_not_followed",
        "info",
        "The offline drafter only quotes, so it could not do what was asked of this draft; of "
        "instructions it follows “shorter” alone.",
    )


def _citation(cited, sources):
    """Keep the source as it was: the knowledge base may change, the evidence may not."""
    source = sources[cited.n - 1]
    return {
        "n": cited.n,
        "kind": source.kind,
        "source_id": source.source_id,
        "title": source.title,
        "text": source.text,
        "quote": cited.quote,
        "score": round(source.score, 3),
    }
