"""`ai_evaluate retrieval`, on a file of one's own."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from ai_review.models import SearchDocument

pytestmark = pytest.mark.django_db

KINDS = {
    "card": "my card has not arrived by post {}",
    "pin": "how can I change the PIN code {}",
    "fees": "what does a transfer abroad cost {}",
}


@pytest.fixture
def store(tmp_path):
    path = tmp_path / "store.csv"
    rows = [f"{text.format(n)},{kind}" for n in range(20) for kind, text in KINDS.items()]
    path.write_text("question,kind\n" + "\n".join(rows))
    return path


def evaluate(as_role, store, *arguments):
    out = StringIO()
    with as_role("owner"):
        call_command(
            "ai_evaluate", "retrieval", "--store", store, "--text-column", "question",
            "--label-column", "kind", *arguments, stdout=out,
        )  # fmt: skip
    return out.getvalue()


def test_a_split_is_measured_and_nothing_stays(as_role, store, handbook):
    out = evaluate(as_role, store, "--split", "1", "--min-top1", "0.99", "--min-top3", "0.99")
    assert "6 questions, 54 stored ones" in out
    assert "first source of the same kind   1.000" in out
    assert list(SearchDocument.objects.values_list("article", flat=True)) == [handbook.pk]
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('pg_temp.ai_review_searchdocument')")
        assert cursor.fetchone() == (None,)


def test_rates_below_the_limits_fail(as_role, store, tmp_path):
    queries = tmp_path / "queries.csv"
    queries.write_text("question,kind\nmy card has not arrived,pin\n")
    with pytest.raises(SystemExit) as ended:
        evaluate(as_role, store, "--queries", queries, "--min-top1", "0.5")
    assert ended.value.code == 1


def test_every_ingredient_can_be_left_out(as_role, store):
    out = evaluate(as_role, store, "--split", "1", "--ablate")
    for name in ("without the words", "without the trigrams", "without neighbours", "all"):
        assert f"\n{name}" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "--queries FILE or --split SEED"),
        (("--split", "1", "--label-column", "intent"), "no column intent"),
        (("--queries", "missing.csv"), "missing.csv"),
    ],
)
def test_wrong_arguments_are_told_in_words(as_role, store, arguments, words):
    with pytest.raises(CommandError, match=words):
        evaluate(as_role, store, *arguments)


def test_a_role_that_may_not_make_tables_is_told_so(store):
    with pytest.raises(CommandError, match="DATABASE_ROLE=owner"):
        call_command("ai_evaluate", "retrieval", "--store", store, "--split", "1",
                     "--text-column", "question", "--label-column", "kind")  # fmt: skip
