"""What retrieval searches: derived rows that PostgreSQL's triggers and the relay keep up to date.

Everything here can be made again from articles, tickets and messages.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Concat

# Different stems of one question that count, and of one article: bounds the work for a match.
QUESTION_TERMS, ARTICLE_TERMS = 64, 256


class WordStems(Func):
    """The first different word stems of two texts, accents folded: (language, text, text, at
    most). Those of the first have the weight A."""

    function = "handrail_word_stems"
    output_field = SearchVectorField()


def _question():
    text = Concat(F("title"), Value("\n"), F("question"), output_field=models.TextField())
    return WordStems(F("language"), text, Value(""), Value(QUESTION_TERMS))


class SearchDocument(models.Model):
    """A text that drafts may rest on: a published article, or a resolved ticket's signed answer.

    `title` is an article's title or a ticket's subject, `question` what the customer asked first.
    The texts of a resolution are redacted. `failed`: they could not be cleared of personal data,
    so they are empty and never found.
    """

    class Kind(models.TextChoices):
        ARTICLE = "article"
        RESOLUTION = "resolution"

    kind = models.CharField(max_length=10, choices=Kind)
    article = models.OneToOneField(
        "ai_review.KnowledgeArticle", models.CASCADE, null=True, blank=True, related_name="+"
    )
    ticket = models.OneToOneField(
        "tickets.Ticket", models.CASCADE, null=True, blank=True, related_name="+"
    )
    message = models.OneToOneField(
        "tickets.Message", models.CASCADE, null=True, blank=True, related_name="+"
    )
    language = models.CharField(max_length=8, blank=True)
    category = models.CharField(max_length=60, blank=True)
    title = models.TextField()
    question = models.TextField()
    text = models.TextField()
    redaction = models.PositiveSmallIntegerField(
        default=0, help_text="The version of the redaction that cleared it."
    )
    failed = models.BooleanField(default=False)
    stems = models.GeneratedField(
        expression=models.Case(
            models.When(
                kind="article",
                then=WordStems(F("language"), F("title"), F("text"), Value(ARTICLE_TERMS)),
            ),
            default=_question(),
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind="article", article__isnull=False, ticket__isnull=True, message__isnull=True
                )
                | Q(
                    kind="resolution",
                    article__isnull=True,
                    ticket__isnull=False,
                    message__isnull=False,
                ),
                name="searchdocument_has_one_source",
            ),
            models.CheckConstraint(
                condition=Q(failed=False) | Q(title="", question="", text=""),
                name="searchdocument_failed_is_empty",
            ),
        ]
        indexes = [
            # Without fastupdate: every search would read what was added since the last vacuum.
            GinIndex(fields=["stems"], fastupdate=False, name="searchdocument_stems"),
            # Articles are few, and must not drown in a million answers.
            GinIndex(
                fields=["stems"],
                fastupdate=False,
                condition=Q(kind="article"),
                name="searchdocument_articles",
            ),
            models.Index(
                fields=["redaction"],
                condition=Q(kind="resolution"),
                name="searchdocument_redaction",
            ),
            models.Index(fields=["id"], condition=Q(failed=True), name="searchdocument_failed"),
        ]

    def __str__(self):
        return f"{self.kind} {self.article_id or self.message_id}"


class SearchTerm(models.Model):
    """In how many search documents a term is; the empty term counts the documents."""

    term = models.TextField(primary_key=True)
    documents = models.PositiveBigIntegerField()

    def __str__(self):
        return self.term


class SearchChange(models.Model):
    """A ticket whose search document may be out of date: the relay's work list, append-only."""

    # No foreign key: this row says only "look again".
    ticket_id = models.BigIntegerField()

    def __str__(self):
        return f"T-{self.ticket_id}"


class OpenQuestion(models.Model):
    """The word stems of an unresolved ticket's subject and first message, to find duplicates by."""

    ticket = models.OneToOneField(
        "tickets.Ticket", models.CASCADE, primary_key=True, related_name="+"
    )
    stems = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["stems"], fastupdate=False, name="openquestion_stems")]

    def __str__(self):
        return f"T-{self.ticket_id}"
