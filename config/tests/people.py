"""The people of the tests, and what they do all the time. Loaded as a pytest plugin."""

import pytest
from django.test import Client
from rest_framework.test import APIClient

from ai_review.models import KnowledgeArticle
from ai_review.tests.admin_drafts import write_draft
from ai_review.tests.fake_ai import FakeAI
from tickets import services
from tickets.authentication import new_api_key
from tickets.models import User

CUSTOMER = {"name": "Mira Castellan", "email": "mira@customer.example", "external_id": "C-77"}
ARTICLE = (
    "Your new card is sent within two working days and arrives five to seven working days after "
    "that. If it has not arrived after ten working days, order a free replacement in the app "
    "under Cards, Replace card."
)


def person(username, role, first_name):
    return User.objects.create(
        username=username,
        role=role,
        first_name=first_name,
        is_staff=role in ("supervisor", "auditor"),
    )


@pytest.fixture
def ada(db):
    """A reviewer."""
    return person("ada", "reviewer", "Ada")


@pytest.fixture
def ben(db):
    """Another reviewer."""
    return person("ben", "reviewer", "Ben")


@pytest.fixture
def sofia(db):
    """A supervisor."""
    return person("sofia", "supervisor", "Sofia")


@pytest.fixture
def noor(db):
    """An auditor: may read everything and change nothing."""
    return person("noor", "auditor", "Noor")


@pytest.fixture
def bank_app(db):
    """An API client."""
    return User.objects.create(username="bank-app", kind="service", role="client")


@pytest.fixture
def rival_app(db):
    """Another API client, who must see nothing of the first one's."""
    return User.objects.create(username="rival-app", kind="service", role="client")


@pytest.fixture
def api(db):
    """`api(user)` is an HTTP client that speaks JSON as that user: a person with a session, a
    service with an API key, None as nobody."""

    def client(user=None):
        http = APIClient()
        http.default_format = "json"
        if user is not None and user.kind == "human":
            http.force_login(user, backend="tickets.roles.RoleBackend")
        elif user is not None:
            _, key = new_api_key(user, "test")
            http.credentials(HTTP_AUTHORIZATION=f"Bearer {key}")
        return http

    return client


def browser(user, **options):
    """A browser in which this person is logged in; `options` of Django's test Client."""
    client = Client(**options)
    client.force_login(user, backend="tickets.roles.RoleBackend")
    return client


@pytest.fixture
def desk(sofia):
    """The supervisor's browser."""
    return browser(sofia)


@pytest.fixture
def ask(bank_app):
    """`ask("Where is my card?")` opens a ticket as the bank's app."""

    def open_ticket(body="My new card has not arrived after two weeks. Where is it?", **fields):
        fields = {"subject": "Card not arrived", "customer": CUSTOMER, "actor": bank_app} | fields
        return services.open_ticket(body=body, **fields)

    return open_ticket


@pytest.fixture
def handbook(db):
    """A knowledge article that answers the usual question."""
    return KnowledgeArticle.objects.create(
        title="When a new card arrives", body=ARTICLE, category="card_arrival"
    )


@pytest.fixture
def worker(as_role):
    """The test acts under the worker's database role."""
    with as_role("worker"):
        yield


@pytest.fixture
def job(ask, handbook):
    """The job of a ticket that a knowledge article answers."""
    return ask().draft_jobs.get()


@pytest.fixture
def ai(settings):
    """An AI service over HTTP that the worker asks; `ai.mode("500")` changes how it behaves."""
    with FakeAI() as server:

        def mode(name):
            settings.AI_BASE_URL = server.url(name)

        server.mode = mode
        settings.AI_PROVIDER, settings.AI_API_KEY, settings.AI_MODEL = "openai", "test-key", "fake"
        settings.AI_DEADLINE_SECONDS = 20
        server.mode("ok")
        yield server


@pytest.fixture
def draft(as_role):
    """`draft(ticket)` lets the worker draft, under its own role; returns the Suggestion."""

    def run(ticket):
        job = ticket.draft_jobs.order_by("-pk").first()
        from ai_review import drafting

        with as_role("worker"):
            drafting.run(job.pk)
        return ticket.suggestions.order_by("-pk").first()

    return run


@pytest.fixture
def index(as_role):
    """`index()` brings the search documents of all resolved tickets up to date, as the relay."""
    from ai_review import search_index

    def run():
        with as_role("worker"):
            while search_index.index_some():
                pass

    return run


@pytest.fixture
def pending(ask, handbook, draft):
    """A suggestion with a reply that waits for review."""
    suggestion = draft(ask())
    assert suggestion.status == "pending_review"
    assert suggestion.reply
    return suggestion


@pytest.fixture
def drafts(ask, as_role):
    """`drafts(3, risk="low")` writes three drafts on three tickets."""

    def write(count, **fields):
        return [
            write_draft(as_role, ask(), **({"reply": f"Answer number {n}."} | fields))
            for n in range(count)
        ]

    return write


@pytest.fixture
def drafted_long_ago(monkeypatch):
    """Drafts have been there for longer than anybody says to have looked at them."""
    monkeypatch.setattr("ai_review.checks.bounded", lambda dwell_ms, since: dwell_ms)


def decision(suggestion, verdict="approve", **fields):
    """The arguments (or JSON body) of a decision on what the suggestion shows."""
    return {
        "verdict": verdict,
        "content_hash": suggestion.content_hash,
        "ticket_version": suggestion.ticket_version,
    } | fields
