"""Since when a customer waits, and the words that find a ticket: kept by triggers, for all ways in
which tickets come about."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

# Words as people type them: lower case, accents folded, split at whatever is no letter or digit;
# a reference such as T-10042 is two words. Marked immutable for the planner: nobody but the owner
# can change the dictionary. The lengths keep a tsvector under its limit of 1 MB.
FUNCTIONS = """
CREATE FUNCTION handrail_plain_words(content text, longest integer) RETURNS SETOF text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT DISTINCT left(word, 60) FROM regexp_split_to_table(
        lower(public.unaccent('public.unaccent', left(content, longest))), '[^[:alnum:]]+'
    ) AS word WHERE word <> ''
$$;

CREATE FUNCTION handrail_words(content text, weight text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(string_agg('''' || word || '''' || ':1' || weight, ' '), '')::tsvector
    FROM public.handrail_plain_words(content, 100000) AS word
$$;

-- All of the words, each as far as it was typed; NULL, which finds nothing, without a word.
CREATE FUNCTION handrail_words_query(content text, weights text) RETURNS tsquery
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT string_agg('''' || word || '''' || ':*' || weights, ' & ')::tsquery
    FROM public.handrail_plain_words(content, 200) AS word
$$;
"""

# search_path: a temporary table of the caller's must not stand in for one of these. Only web
# writes tickets, customers and messages, and holds the ticket's lock when it does.
TRIGGERS = """
CREATE FUNCTION handrail_keep_words(ids bigint[]) RETURNS void LANGUAGE sql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    INSERT INTO tickets_tickettext (ticket_id, words)
    SELECT ticket.id,
        handrail_words(concat_ws(' ', 'T', ticket.id, ticket.subject, customer.name,
            customer.email, customer.external_id, said.by_customer), 'A')
        || handrail_words(coalesce(said.by_desk, ''), 'D')
    FROM tickets_ticket AS ticket JOIN tickets_customer AS customer ON customer.id = customer_id
    CROSS JOIN LATERAL (
        SELECT string_agg(left(body, 20000), ' ' ORDER BY id DESC)
                FILTER (WHERE kind = 'customer') AS by_customer,
            string_agg(left(body, 20000), ' ' ORDER BY id DESC)
                FILTER (WHERE kind <> 'customer') AS by_desk
        FROM tickets_message WHERE ticket_id = ticket.id
    ) AS said
    WHERE ticket.id = ANY (ids) ORDER BY ticket.id
    ON CONFLICT (ticket_id) DO UPDATE SET words = excluded.words
$$;
REVOKE EXECUTE ON FUNCTION handrail_keep_words FROM public;

CREATE FUNCTION handrail_words_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_TABLE_NAME = 'tickets_message' THEN
        PERFORM handrail_keep_words((SELECT array_agg(DISTINCT ticket_id) FROM added));
    ELSIF TG_TABLE_NAME = 'tickets_ticket' THEN
        PERFORM handrail_keep_words(ARRAY[NEW.id]);
    ELSE
        PERFORM handrail_keep_words(
            (SELECT array_agg(id) FROM tickets_ticket WHERE customer_id = NEW.id));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER words_said AFTER INSERT ON tickets_message
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION handrail_words_changed();
CREATE TRIGGER words_of_subject AFTER UPDATE OF subject ON tickets_ticket FOR EACH ROW
    WHEN (NEW.subject <> OLD.subject) EXECUTE FUNCTION handrail_words_changed();
CREATE TRIGGER words_of_customer AFTER UPDATE OF name, email, external_id ON tickets_customer
    FOR EACH ROW WHEN ((NEW.name, NEW.email, NEW.external_id)
        IS DISTINCT FROM (OLD.name, OLD.email, OLD.external_id))
    EXECUTE FUNCTION handrail_words_changed();
"""

GRANTS = """
GRANT SELECT ON tickets_tickettext TO handrail_web, handrail_worker;
"""

# What is there already.
FILL = """
SELECT handrail_keep_words((SELECT array_agg(id) FROM tickets_ticket));
UPDATE tickets_ticket AS ticket SET waiting_since = (
    SELECT min(created_at) FROM tickets_message AS asked
    WHERE ticket_id = ticket.id AND kind = 'customer' AND NOT EXISTS (
        SELECT FROM tickets_message AS answer WHERE answer.ticket_id = ticket.id
        AND answer.id > asked.id AND answer.kind = 'public_reply'
        AND answer.delivery_status <> 'cancelled'
    )
);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0005_attachments"),
        ("ai_review", "0010_trial_guarantees"),
    ]

    operations = [
        migrations.CreateModel(
            name="TicketText",
            fields=[
                (
                    "ticket",
                    models.OneToOneField(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="text",
                        serialize=False,
                        to="tickets.ticket",
                    ),
                ),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.AddField(
            model_name="historicalticket",
            name="waiting_since",
            field=models.DateTimeField(
                blank=True,
                help_text="When the customer wrote what nobody has answered yet; empty when all is.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="waiting_since",
            field=models.DateTimeField(
                blank=True,
                help_text="When the customer wrote what nobody has answered yet; empty when all is.",
                null=True,
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(
                    ("waiting_since__isnull", False),
                    models.Q(("status", "resolved"), _negated=True),
                ),
                fields=["waiting_since"],
                name="ticket_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="tickettext",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["words"], name="ticket_text_words"
            ),
        ),
        migrations.RunSQL(FUNCTIONS),
        migrations.RunSQL(TRIGGERS),
        migrations.RunSQL(GRANTS),
        migrations.RunSQL(FILL),
    ]
