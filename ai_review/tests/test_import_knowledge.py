"""Handbook files become articles, as often as the command runs."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ai_review.models import KnowledgeArticle
from ai_review.retrieval import find_sources
from audit.models import AuditEvent

pytestmark = pytest.mark.django_db

CARD = """---
title: When a new card arrives
category: card_arrival
---
A new card arrives within seven days.
"""


@pytest.fixture
def handbook_folder(tmp_path):
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards" / "arrival.md").write_text(CARD)
    (tmp_path / "fees.md").write_text("# Fees abroad\n\nWithdrawals abroad cost two percent.\n")
    (tmp_path / "notes.txt").write_text("not an article")
    return tmp_path


def run(*arguments):
    """(exit status, output, errors)"""
    out, err, status = StringIO(), StringIO(), 0
    try:
        call_command("import_knowledge", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as ended:
        status = ended.code
    return status, out.getvalue(), err.getvalue()


def articles():
    return {article.source_key: article for article in KnowledgeArticle.objects.all()}


def test_files_become_articles_that_drafts_find(handbook_folder):
    assert run(handbook_folder) == (0, "2 added, 0 updated, 0 unchanged, 0 left out\n", "")
    card, fees = articles()["cards/arrival"], articles()["fees"]
    assert (card.title, card.category, card.language, card.published) == (
        "When a new card arrives", "card_arrival", "en", True,
    )  # fmt: skip
    assert (fees.title, fees.body) == ("Fees abroad", "Withdrawals abroad cost two percent.")
    assert find_sources({1: "When does my new card arrive?"})[1][0].source_id == card.pk


def test_a_second_run_changes_nothing_and_a_third_only_what_differs(handbook_folder, sofia):
    run(handbook_folder, "--as", "sofia")
    events = AuditEvent.objects.filter(stream="knowledge")
    assert run(handbook_folder)[1].startswith("0 added, 0 updated, 2 unchanged")
    assert events.count() == 2
    (handbook_folder / "fees.md").write_text("# Fees abroad\n\nThey cost one percent now.\n")
    assert run(handbook_folder, "--as", "sofia")[1].startswith("0 added, 1 updated, 1 unchanged")
    fees = articles()["fees"]
    assert [old.body for old in fees.history.order_by("history_id")] == [
        "Withdrawals abroad cost two percent.", "They cost one percent now.",
    ]  # fmt: skip
    last = events.order_by("id").last()
    assert (last.action, last.actor_id) == ("article.edited", sofia.pk)
    assert fees.history.latest("history_id").history_user == sofia


def test_what_the_desk_unpublished_stays_so_until_somebody_says_otherwise(handbook_folder):
    run(handbook_folder, "--draft")
    assert not any(article.published for article in articles().values())
    run(handbook_folder)
    assert not any(article.published for article in articles().values())
    run(handbook_folder, "--publish")
    assert all(article.published for article in articles().values())
    path = handbook_folder / "cards" / "arrival.md"
    path.write_text(CARD.replace("category", "published: false\ncategory"))
    run(handbook_folder)
    assert not articles()["cards/arrival"].published


def test_a_dry_run_says_what_it_would_do_and_does_nothing(handbook_folder):
    status, out, _ = run(handbook_folder, "--dry-run")
    assert (status, out) == (0, "2 would be added, 0 would be updated, 0 unchanged, 0 left out\n")
    assert not KnowledgeArticle.objects.exists()
    assert not AuditEvent.objects.filter(stream="knowledge").exists()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"no heading and no title", "neither a title nor a heading"),
        (b"# Only a heading\n", "no text"),
        (b"# T\n\xff\xfe", "not UTF-8"),
        (b"---\ntitle: [a, b]\n---\ntext", "title is not a text"),
        (b"---\n- a\n---\ntext", "not a list of"),
        (b"---\ntitle: 'a\n---\ntext", "not YAML"),
        (b"---\ntitle: !!python/object/apply:os.system [id]\n---\ntext", "not YAML"),
        (b"---\ntitle: a\npublished: maybe\n---\ntext", "neither true nor false"),
        (b"---\ntitle: a\nlanguage: englishenglish\n---\ntext", "language:"),
        (b"# " + b"t" * 201 + b"\n\ntext", "title:"),
        (b"# T\n\nnul \x00 here", "cannot contain NUL"),
        (b"# T\n\n" + b"x" * 1_000_001, "larger than"),
    ],
)
def test_a_bad_file_is_left_out_with_the_reason(handbook_folder, content, reason):
    (handbook_folder / "bad.md").write_bytes(content)
    status, out, err = run(handbook_folder)
    assert status == 1
    assert out == "2 added, 0 updated, 0 unchanged, 1 left out\n"
    assert "bad.md: " in err
    assert reason in err


def test_the_language_is_told_by_the_text_or_the_file(tmp_path):
    text = "# Wann die Karte kommt\n\nDie neue Karte ist nach sieben Tagen bei Ihnen.\n"
    (tmp_path / "a.md").write_text(text)
    (tmp_path / "b.md").write_text(f"---\nlanguage: no\n---\n{text}")
    run(tmp_path)
    assert {key: each.language for key, each in articles().items()} == {"a": "de", "b": "no"}


def test_html_stays_text(tmp_path):
    (tmp_path / "a.md").write_text("# <b>T</b>\n\n<script>alert(1)</script>\n")
    run(tmp_path)
    assert articles()["a"].body == "<script>alert(1)</script>"


def test_two_files_of_one_name_and_missing_paths_are_refused(handbook_folder, ada):
    (handbook_folder / "fees.markdown").write_text("# Other fees\n\nText")
    for arguments, words in [
        ((handbook_folder,), "same name"),
        ((handbook_folder / "nowhere",), "no such file"),
        ((handbook_folder / "cards" / "arrival.md", "--as", "ada"), "ada"),
    ]:
        with pytest.raises(CommandError, match=words):
            run(*arguments)
    assert not KnowledgeArticle.objects.exists()
