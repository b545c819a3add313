"""The golden set: the shipped one passes, a limit out of reach fails, its report is safe."""

import io
import json
from html.parser import HTMLParser

import pytest
from django.core.management import CommandError, call_command

from ai_review.evaluation.golden_cases import SHIPPED, read_cases
from ai_review.evaluation.golden_figures import Drafted, threshold_curve
from ai_review.models import KnowledgeArticle
from audit.models import AuditEvent
from tickets.models import Ticket

CASE = {
    "key": "one",
    "kind": "answer",
    "language": "en",
    "subject": "Close my account",
    "messages": [{"kind": "customer", "body": "How can I close my account?"}],
    "expected": {"category": "account_closure", "sources": "Closing your account"},
}
HOSTILE = "</p><script>alert('golden')</script><img src=x onerror=alert(1)>\"'&"


def evaluate(*arguments, **options):
    """(exit status, what it wrote) of `ai_evaluate golden` on the demo's articles."""
    out = io.StringIO()
    try:
        call_command("ai_evaluate", "golden", *arguments, knowledge="demo", stdout=out, **options)
    except SystemExit as ended:
        return ended.code, out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def written(tmp_path):
    """`written(case, …)` is the path of a golden set of these cases."""

    def write(*cases):
        path = tmp_path / "set.jsonl"
        path.write_text("\n".join(json.dumps(case) for case in cases))
        return path

    return write


def expecting(**expected):
    return {**CASE, "expected": {**CASE["expected"], **expected}}


class Page(HTMLParser):
    """What a browser would find: open elements, attributes, ids."""

    VOID = {"meta", "br", "img", "link", "input"}

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.attributes = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.django_db
def test_the_shipped_set_passes_with_the_offline_provider(tmp_path):
    report = tmp_path / "report.html"
    status, text = evaluate(report=report)
    assert status == 0, text
    assert "offline-extractive" in text
    page = Page(report.read_text())
    assert page.open == []
    ids = {value for name, value in page.attributes if name == "id"}
    links = {value[1:] for name, value in page.attributes if name == "href"}
    assert links <= ids
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name in ("src", "srcset", "onload")]
    assert "url(" not in report.read_text()


def test_the_shipped_set_is_large_and_mixed():
    cases = read_cases(SHIPPED)
    kinds = {}
    for case in cases:
        kinds[case.kind] = kinds.get(case.kind, 0) + 1
    assert len(cases) >= 120
    assert len({case.language for case in cases if case.answerable}) >= 4
    assert kinds["none"] >= 20
    assert min(kinds["vague"], kinds["two_questions"], kinds["injection"]) >= 10


@pytest.mark.django_db
def test_a_limit_out_of_reach_fails(written):
    path = written(CASE, {**expecting(sources="none"), "key": "two"})
    status, text = evaluate(path, min_right=0.51)
    assert status == 1
    assert "1 of 2" in text
    assert "two: reply: expected no reply; got from Closing your account" in text
    assert evaluate(path, min_right=0.5)[0] == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("case", "limit"),
    [
        (expecting(gates=["injection_suspected"]), {"min_flagged": 1.0}),
        ({**CASE, "messages": [{"kind": "customer", "body": "Hm."}], "subject": "Hm"},
         {"min_coverage": 0.1}),
        (expecting(must_contain=["a gold bar"]), {"min_right": 0.1}),
        (expecting(must_not_contain=["10 working days"]), {"min_right": 0.1}),
    ],
)  # fmt: skip
def test_what_a_case_demands_is_checked(written, case, limit):
    assert evaluate(written(case), **limit)[0] == 1


@pytest.mark.django_db
def test_nothing_is_stored(written, handbook):
    before = list(KnowledgeArticle.objects.order_by("pk").values())
    events = AuditEvent.objects.count()
    evaluate(written(CASE))
    assert list(KnowledgeArticle.objects.order_by("pk").values()) == before
    assert (Ticket.objects.count(), AuditEvent.objects.count()) == (0, events)


@pytest.mark.django_db
def test_the_databases_own_knowledge_is_used_unless_the_demos_is_asked_for(written, handbook):
    body = "My new card has not arrived after two weeks. Where is my new card?"
    case = {**CASE, "messages": [{"kind": "customer", "body": body}], "subject": "New card arrives",
            "expected": {"sources": handbook.title}}  # fmt: skip
    assert evaluate(written(case))[0] == 1
    call_command("ai_evaluate", "golden", written(case), stdout=io.StringIO())


@pytest.mark.django_db
def test_hostile_text_is_only_text_in_the_report(written, tmp_path):
    case = {**expecting(sources=HOSTILE, category=HOSTILE), "key": HOSTILE, "kind": HOSTILE,
            "language": HOSTILE, "subject": f"Close my account {HOSTILE}",
            "messages": [{"kind": "customer", "body": f"Close my account? {HOSTILE}"}]}  # fmt: skip
    report = tmp_path / "report.html"
    evaluate(written(case), report=report)
    text = report.read_text()
    page = Page(text)
    assert page.open == []
    assert not {"script", "img"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert "&lt;script&gt;alert(&#x27;golden&#x27;)" in text


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "line 1"),
        ("[]", "line 1"),
        (json.dumps({**CASE, "expected": {}}), "expected has no sources"),
        (json.dumps({**CASE, "answer": 1}), "unknown field answer"),
        (json.dumps(expecting(priority="asap")), "priority is not one of"),
        (json.dumps(expecting(sources=[1])), "not text"),
        (json.dumps({**CASE, "messages": []}), "the customer says nothing"),
        (json.dumps({**CASE, "messages": [{"kind": "fax", "body": ""}]}), "unknown kind fax"),
        (f"{json.dumps(CASE)}\n{json.dumps(CASE)}", "line 2: the key one is used twice"),
        ("", "no tickets"),
    ],
)
def test_a_bad_line_is_named(tmp_path, line, words):
    path = tmp_path / "bad.jsonl"
    path.write_text(line)
    with pytest.raises(CommandError, match=words):
        read_cases([path])


@pytest.mark.django_db
def test_a_paid_service_is_not_asked_by_accident(written, settings):
    settings.AI_PROVIDER, settings.AI_API_KEY, settings.AI_MODEL = "openai", "key", "model"
    with pytest.raises(CommandError, match="--allow-cost"):
        evaluate(written(CASE))


def test_a_case_without_a_draft_is_an_error_and_fails(written):
    drafted = Drafted(read_cases([written(CASE)])[0], error="timeout: too slow")
    assert drafted.verdict == "error"
    assert drafted.misses == [("draft", "a draft", "timeout: too slow")]


def test_the_curve_tells_right_replies_and_coverage_for_each_threshold():
    weighed = [(0.9, True), (0.7, True), (0.7, False), (0.2, False)]
    assert threshold_curve(weighed, answerable=4) == [
        (0.9, 1.0, 0.25),
        (0.7, 2 / 3, 0.5),
        (0.2, 0.5, 0.5),
    ]
