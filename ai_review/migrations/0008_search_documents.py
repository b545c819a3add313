"""What retrieval searches: derived tables, the triggers that keep them, and who may write which."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import ai_review.models.search

# Stemmers that PostgreSQL brings, each without a list of stop words: how often a word is used is
# counted instead, and "how", "when" and "why" tell questions apart.
STEMMERS = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "fi": "finnish", "fr": "french", "hi": "hindi", "hu": "hungarian",
    "it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip

CONFIGURATION = """
CREATE TEXT SEARCH DICTIONARY handrail_{0} (TEMPLATE = pg_catalog.snowball, Language = {1});
CREATE TEXT SEARCH CONFIGURATION handrail_{0} (COPY = pg_catalog.{1});
ALTER TEXT SEARCH CONFIGURATION handrail_{0}
    ALTER MAPPING REPLACE pg_catalog.{1}_stem WITH handrail_{0};
"""

_CASES = "\n".join(
    f"            WHEN '{code}' THEN 'public.handrail_{code}'::regconfig" for code in STEMMERS
)
# Folded after stemming, because stemmers know the accents of their language. Marked immutable for
# the generated columns: nobody but the owner can change the dictionaries.
FUNCTION = f"""
CREATE EXTENSION IF NOT EXISTS unaccent;
{"".join(CONFIGURATION.format(*pair) for pair in STEMMERS.items())}
CREATE FUNCTION handrail_search_terms(language text, content text, most integer) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(term ORDER BY place), '{{}}') FROM (
        SELECT public.unaccent('public.unaccent', lexeme) AS term, min(positions[1]) AS place
        FROM unnest(to_tsvector(CASE language
{_CASES}
            ELSE 'pg_catalog.simple'::regconfig END, left(content, 20000)))
        GROUP BY term ORDER BY place, term LIMIT most
    ) AS stems
$$;

-- A term as it is written in a tsvector or tsquery.
CREATE FUNCTION handrail_lexeme(term text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT '''' || replace(replace(term, '\\', '\\\\'), '''', '''''') || '''' $$;

CREATE FUNCTION handrail_word_stems(language text, first text, second text, most integer)
    RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(string_agg(lexeme, ' '), '')::tsvector FROM (
        SELECT public.handrail_lexeme(term) || ':1A' AS lexeme
        FROM unnest(public.handrail_search_terms(language, first, most)) AS term
        UNION ALL SELECT public.handrail_lexeme(term) || ':2'
        FROM unnest(public.handrail_search_terms(language, second, most)) AS term
    ) AS both_texts
$$;
"""  # noqa: S608 (constants)

# search_path: a temporary table of the caller's must not stand in for one of these.
TRIGGERS = """
-- Document frequencies, in the transaction of every change. Ordered: two writers cannot deadlock.
CREATE FUNCTION handrail_count_terms() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO ai_review_searchterm (term, documents)
        SELECT term, count(*) FROM added CROSS JOIN unnest(array_append(tsvector_to_array(stems), '')) AS term
        WHERE NOT failed GROUP BY term ORDER BY term
        ON CONFLICT (term) DO UPDATE
            SET documents = ai_review_searchterm.documents + excluded.documents;
    ELSE
        WITH gone AS (
            SELECT term, count(*) AS documents FROM removed CROSS JOIN unnest(array_append(tsvector_to_array(stems), '')) AS term
            WHERE NOT failed GROUP BY term
        ), held AS MATERIALIZED (
            SELECT term FROM ai_review_searchterm WHERE term IN (SELECT term FROM gone)
            ORDER BY term FOR UPDATE
        )
        UPDATE ai_review_searchterm AS known SET documents = known.documents - gone.documents
        FROM gone JOIN held USING (term) WHERE known.term = gone.term;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER count_added AFTER INSERT ON ai_review_searchdocument
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION handrail_count_terms();
CREATE TRIGGER count_removed AFTER DELETE ON ai_review_searchdocument
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION handrail_count_terms();
CREATE TRIGGER refuse_update BEFORE UPDATE ON ai_review_searchdocument
    FOR EACH ROW EXECUTE FUNCTION handrail_refuse_change();

-- Only what a person signed and the customer got; only the owner's own trigger adds articles.
CREATE FUNCTION handrail_guard_search() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.kind = 'resolution' AND NOT EXISTS (
        SELECT FROM public.tickets_message WHERE id = NEW.message_id AND ticket_id = NEW.ticket_id
        AND kind = 'public_reply' AND delivery_status = 'sent' AND author_kind = 'human'
    ) OR NEW.kind = 'article' AND current_user = 'handrail_worker' THEN
        RAISE EXCEPTION 'only signed answers and published articles are searched'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT ON ai_review_searchdocument
    FOR EACH ROW EXECUTE FUNCTION handrail_guard_search();

-- Articles, in the transaction of the edit.
CREATE FUNCTION handrail_index_article() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM ai_review_searchdocument WHERE article_id = NEW.id;
    IF NEW.published THEN
        INSERT INTO ai_review_searchdocument
            (kind, article_id, language, category, title, question, text, redaction, failed)
        VALUES ('article', NEW.id, NEW.language, NEW.category, NEW.title, '', NEW.body, 0, false);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER index_article AFTER INSERT OR UPDATE ON ai_review_knowledgearticle
    FOR EACH ROW EXECUTE FUNCTION handrail_index_article();

-- Answers have to be redacted, which SQL cannot do: the relay looks at these tickets again.
CREATE FUNCTION handrail_search_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_TABLE_NAME = 'tickets_message' THEN
        INSERT INTO ai_review_searchchange (ticket_id) VALUES (NEW.ticket_id);
    ELSIF TG_TABLE_NAME = 'tickets_ticket' THEN
        INSERT INTO ai_review_searchchange (ticket_id) VALUES (NEW.id);
    ELSE
        INSERT INTO ai_review_searchchange (ticket_id)
        SELECT id FROM tickets_ticket WHERE customer_id = NEW.id AND status = 'resolved';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER search_sent AFTER UPDATE OF delivery_status ON tickets_message FOR EACH ROW
    WHEN ((NEW.delivery_status = 'sent') IS DISTINCT FROM (OLD.delivery_status = 'sent'))
    EXECUTE FUNCTION handrail_search_changed();
CREATE TRIGGER search_ticket AFTER UPDATE ON tickets_ticket FOR EACH ROW
    WHEN ('resolved' IN (NEW.status, OLD.status)
          AND (NEW.status, NEW.subject, NEW.category, NEW.customer_id)
              IS DISTINCT FROM (OLD.status, OLD.subject, OLD.category, OLD.customer_id))
    EXECUTE FUNCTION handrail_search_changed();
CREATE TRIGGER search_customer AFTER UPDATE ON tickets_customer FOR EACH ROW
    WHEN ((NEW.name, NEW.email, NEW.external_id)
          IS DISTINCT FROM (OLD.name, OLD.email, OLD.external_id))
    EXECUTE FUNCTION handrail_search_changed();

-- Questions that wait, for duplicates. English stems serve other languages too: only like words
-- have to meet.
CREATE FUNCTION handrail_index_open(tickets bigint[]) RETURNS void LANGUAGE sql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    INSERT INTO ai_review_openquestion (ticket_id, stems)
    SELECT ticket.id,
           handrail_word_stems('en', ticket.subject || E'\\n' || coalesce(first.body, ''), '', 64)
    FROM tickets_ticket AS ticket LEFT JOIN LATERAL (
        SELECT body FROM tickets_message WHERE ticket_id = ticket.id AND kind = 'customer'
        ORDER BY id LIMIT 1) AS first ON true
    WHERE ticket.id = ANY(tickets) AND ticket.status <> 'resolved'
    ON CONFLICT (ticket_id) DO UPDATE SET stems = excluded.stems
$$;
REVOKE EXECUTE ON FUNCTION handrail_index_open FROM PUBLIC;
CREATE FUNCTION handrail_open_messages() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM handrail_index_open(array_agg(DISTINCT ticket_id)) FROM added
    WHERE kind = 'customer'
        AND NOT EXISTS (SELECT FROM ai_review_openquestion AS o WHERE o.ticket_id = added.ticket_id);
    RETURN NULL;
END $$;
CREATE TRIGGER open_messages AFTER INSERT ON tickets_message
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION handrail_open_messages();
CREATE FUNCTION handrail_open_ticket() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.status = 'resolved' THEN
        DELETE FROM ai_review_openquestion WHERE ticket_id = NEW.id;
    ELSE
        PERFORM handrail_index_open(ARRAY[NEW.id]);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER open_ticket AFTER UPDATE ON tickets_ticket FOR EACH ROW
    WHEN ((NEW.status = 'resolved') IS DISTINCT FROM (OLD.status = 'resolved')
          OR NEW.subject IS DISTINCT FROM OLD.subject)
    EXECUTE FUNCTION handrail_open_ticket();
"""

# Web only reads: triggers of the owner write for it. The worker adds and removes answers.
GRANTS = """
GRANT SELECT ON ai_review_searchdocument, ai_review_searchterm, ai_review_searchchange,
    ai_review_openquestion TO handrail_web, handrail_worker;
GRANT INSERT, DELETE ON ai_review_searchdocument TO handrail_worker;
GRANT DELETE ON ai_review_searchchange TO handrail_worker;
"""

# What is there already; the relay does the answers in its rounds.
FILL = """
INSERT INTO ai_review_searchdocument
    (kind, article_id, language, category, title, question, text, redaction, failed)
SELECT 'article', id, language, category, title, '', body, 0, false
FROM ai_review_knowledgearticle WHERE published;
INSERT INTO ai_review_searchchange (ticket_id)
SELECT id FROM tickets_ticket WHERE status = 'resolved' ORDER BY id DESC;
SELECT handrail_index_open(array_agg(id)) FROM tickets_ticket WHERE status <> 'resolved';

ALTER TABLE ai_review_knowledgearticle DROP COLUMN search;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ai_review", "0007_supply_rows_and_grants"),
        ("tickets", "0003_import_runs"),
    ]

    operations = [
        migrations.RunSQL(FUNCTION),
        migrations.CreateModel(
            name="OpenQuestion",
            fields=[
                (
                    "ticket",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="tickets.ticket",
                    ),
                ),
                ("stems", django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.CreateModel(
            name="SearchChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ticket_id", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("article", "Article"), ("resolution", "Resolution")],
                        max_length=10,
                    ),
                ),
                ("language", models.CharField(blank=True, max_length=8)),
                ("category", models.CharField(blank=True, max_length=60)),
                ("title", models.TextField()),
                ("question", models.TextField()),
                ("text", models.TextField()),
                (
                    "redaction",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="The version of the redaction that cleared it."
                    ),
                ),
                ("failed", models.BooleanField(default=False)),
                (
                    "stems",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(
                                kind="article",
                                then=ai_review.models.search.WordStems(
                                    models.F("language"),
                                    models.F("title"),
                                    models.F("text"),
                                    models.Value(256),
                                ),
                            ),
                            default=ai_review.models.search.WordStems(
                                models.F("language"),
                                django.db.models.functions.text.Concat(
                                    models.F("title"),
                                    models.Value("\n"),
                                    models.F("question"),
                                    output_field=models.TextField(),
                                ),
                                models.Value(""),
                                models.Value(64),
                            ),
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SearchTerm",
            fields=[
                ("term", models.TextField(primary_key=True, serialize=False)),
                ("documents", models.PositiveBigIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name="historicalknowledgearticle",
            name="source_key",
            field=models.CharField(
                blank=True, editable=False, help_text="The imported file's path.", max_length=300
            ),
        ),
        migrations.AddField(
            model_name="knowledgearticle",
            name="source_key",
            field=models.CharField(
                blank=True, editable=False, help_text="The imported file's path.", max_length=300
            ),
        ),
        migrations.AddConstraint(
            model_name="knowledgearticle",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source_key", ""), _negated=True),
                fields=("source_key",),
                name="article_source_once",
            ),
        ),
        migrations.AddIndex(
            model_name="openquestion",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["stems"], name="openquestion_stems"
            ),
        ),
        migrations.AddField(
            model_name="searchdocument",
            name="article",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="ai_review.knowledgearticle",
            ),
        ),
        migrations.AddField(
            model_name="searchdocument",
            name="message",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="tickets.message",
            ),
        ),
        migrations.AddField(
            model_name="searchdocument",
            name="ticket",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="tickets.ticket",
            ),
        ),
        migrations.AddIndex(
            model_name="searchdocument",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["stems"], name="searchdocument_stems"
            ),
        ),
        migrations.AddIndex(
            model_name="searchdocument",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("kind", "article")),
                fastupdate=False,
                fields=["stems"],
                name="searchdocument_articles",
            ),
        ),
        migrations.AddIndex(
            model_name="searchdocument",
            index=models.Index(
                condition=models.Q(("kind", "resolution")),
                fields=["redaction"],
                name="searchdocument_redaction",
            ),
        ),
        migrations.AddIndex(
            model_name="searchdocument",
            index=models.Index(
                condition=models.Q(("failed", True)), fields=["id"], name="searchdocument_failed"
            ),
        ),
        migrations.AddConstraint(
            model_name="searchdocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("article__isnull", False),
                        ("kind", "article"),
                        ("message__isnull", True),
                        ("ticket__isnull", True),
                    ),
                    models.Q(
                        ("article__isnull", True),
                        ("kind", "resolution"),
                        ("message__isnull", False),
                        ("ticket__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="searchdocument_has_one_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="searchdocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("failed", False),
                    models.Q(("question", ""), ("text", ""), ("title", "")),
                    _connector="OR",
                ),
                name="searchdocument_failed_is_empty",
            ),
        ),
        migrations.RunSQL(TRIGGERS),
        migrations.RunSQL(GRANTS),
        migrations.RunSQL(FILL),
    ]
