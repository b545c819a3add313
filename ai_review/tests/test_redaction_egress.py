"""Seeded personal data in every field of tickets, and what the AI server receives: none of it."""

import re
import unicodedata

import pytest
from django.utils import timezone

from ai_review import drafting
from ai_review.models import DraftJob, KnowledgeArticle
from ai_review.redaction import Redactor
from ai_review.tests.seeded import seeds
from tickets import services
from tickets.attachments import readable, text_of
from tickets.models import Message

pytestmark = pytest.mark.django_db

TICKETS, RESOLUTIONS = 40, 20
IN_SUBJECT, IN_MESSAGE, IN_SOURCE = 1, 12, 8
PLACES = ("customer", "internal_note", "public_reply", "quoted", "attachment")


def forms(text):
    """The text as it is, folded, its letters and digits only, its digits only."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return text, plain, re.sub(r"[\W_]", "", plain), re.sub(r"\D", "", plain)


def found_in(seed, shown):
    """Whether the value stands in a text given as forms(), in any of them."""
    whole, folded, together, digits = (want for want in forms(seed.value))
    return (
        whole in shown[0]
        or folded in shown[1]
        or (len(together) >= 8 and together in shown[2])
        or (len(digits) >= 9 and digits in shown[3])
    )


def customer(number):
    return {
        "name": f"Ottoline Brackenwix{chr(97 + number % 26)}{chr(97 + number // 26)}",
        "email": f"ottoline.b{number}@box{number}.example",
        "external_id": f"KD-{880_000 + number}",
    }


def spellings(who):
    first, last = who["name"].split()
    return [who["name"].upper(), f"{last}, {first}", who["email"].upper(), f"{last}'s",
            who["external_id"].replace("-", ""), who["external_id"].lower()]  # fmt: skip


def leaks(planted, ai):
    everything = forms("\n".join(
        part["content"] for received in ai.received for part in received.json["messages"]
    ))  # fmt: skip
    return [seed for seed in planted if found_in(seed, everything)]


def run(jobs, as_role):
    with as_role("worker"):
        for start in range(0, len(jobs), 4):
            drafting.settle([drafting.ask(a) for a in drafting.begin(jobs[start : start + 4])])


def plant(ask, ada, bank_app, number, planted):
    """A ticket with values in its subject and in each kind of message; returns it."""
    who, supply = customer(number), iter(planted)
    lines = {place: [next(supply).text for _ in range(IN_MESSAGE)] for place in PLACES}
    ticket = ask(
        customer=who, subject=re.sub(r"\n>? ?", " ", f"Card: {next(supply).text}"),
        body="\n".join([*lines["customer"], *spellings(who)]),
    )  # fmt: skip
    quoted = "\n".join(f"> {line}" for line in "\n".join(lines["quoted"]).splitlines())
    letter = {
        "name": f"letter of {who['name']}.txt", "content_type": "text/plain",
        "content": "\n".join(lines["attachment"]).encode(),
    }  # fmt: skip
    for actor, kind, body, files in (
        (ada, "internal_note", "\n".join(lines["internal_note"]), ()),
        (ada, "public_reply", "\n".join(lines["public_reply"]), ()),
        (bank_app, "customer", f"Where is my card?\n\nOn Monday you wrote:\n{quoted}", [letter]),
    ):
        services.add_message(
            actor=actor, ticket_id=ticket.pk, kind=kind, body=body, attachments=files
        )
    return ticket


def test_no_seeded_value_reaches_the_ai_from_any_field_and_all_texts_come_back(
    ask, handbook, ai, as_role, ada, bank_app
):
    each = IN_SUBJECT + len(PLACES) * IN_MESSAGE
    planted = seeds(TICKETS * each, seed=4)
    assert len(planted) + TICKETS * 6 >= 2_000
    tickets = [
        plant(ask, ada, bank_app, n, planted[n * each : (n + 1) * each]) for n in range(TICKETS)
    ]
    run([t.draft_jobs.order_by("-pk").first().pk for t in tickets], as_role)
    # Read at once: the test is one transaction, which may not be idle for long.
    texts_of = [
        [
            ticket.subject,
            *Message.objects.filter(ticket=ticket).values_list("body", flat=True),
            *(
                text_of(file)
                for message in readable(Message.objects.filter(ticket=ticket))
                for file in message.attachments.all()
            ),
        ]
        for ticket in tickets
    ]
    assert len(ai.received) == TICKETS
    assert leaks(planted, ai) == []
    sent = "\n".join(received.body.decode() for received in ai.received).casefold()
    assert "brackenwix" not in sent and "ottoline" not in sent
    assert not re.search(r"kd[-_ ]?88\d{4}", sent)
    for n, texts in enumerate(texts_of):
        redactor = Redactor(customer(n))
        safe = redactor.redact_all(texts)
        assert [redactor.restore(text) for text in safe] == texts


def test_no_seeded_value_of_another_customer_reaches_the_ai_in_a_source(
    ask, ai, as_role, ada, index
):
    planted = seeds(RESOLUTIONS * IN_SOURCE * 2, seed=5)
    for n in range(RESOLUTIONS):
        mine = planted[n * IN_SOURCE * 2 : (n + 1) * IN_SOURCE * 2]
        who = customer(n)
        body = "\n".join([*(seed.text for seed in mine[:IN_SOURCE]), *spellings(who)])
        asked = ask(subject=f"zebra{n}x question", customer=who, body=body)
        services.add_message(
            actor=ada, ticket_id=asked.pk, kind="public_reply", next_status="resolved",
            body="\n".join([f"zebra{n}x is so.", *(s.text for s in mine[IN_SOURCE:])]),
        )  # fmt: skip
        with as_role("worker"):
            Message.objects.filter(ticket=asked, kind="public_reply").update(
                delivery_status="sent", sent_at=timezone.now()
            )
    index()
    asking = [ask(subject=f"zebra{n}x question", body=f"zebra{n}x?") for n in range(RESOLUTIONS)]
    run([ticket.draft_jobs.get().pk for ticket in asking], as_role)
    for n, received in enumerate(ai.received):
        assert f"zebra{n}x is so." in received.body.decode()  # the source was given
    assert leaks(planted, ai) == []
    sent = "\n".join(received.body.decode() for received in ai.received).casefold()
    assert "brackenwix" not in sent and not re.search(r"kd[-_ ]?88\d{4}", sent)


def test_a_retry_of_the_same_job_sends_the_same_bytes(ask, ai, as_role, ada, bank_app, settings):
    KnowledgeArticle.objects.create(title="Card", body="A card comes within 5 days.")
    planted = seeds(IN_SUBJECT + len(PLACES) * IN_MESSAGE, seed=6)
    ticket = plant(ask, ada, bank_app, 1, planted)
    job = ticket.draft_jobs.order_by("-pk").first()
    settings.AI_BASE_URL = ai.url("wrong_schema")
    run([job.pk], as_role)
    assert DraftJob.objects.get(pk=job.pk).status == "queued"
    DraftJob.objects.filter(pk=job.pk).update(next_attempt_at=timezone.now())
    settings.AI_BASE_URL = ai.url()
    run([job.pk], as_role)
    first, second = ai.received
    assert first.body == second.body
    assert leaks(planted, ai) == []
