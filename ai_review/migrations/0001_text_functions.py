"""The immutable hash functions that the generated columns of suggestions and reviews use."""

from django.db import migrations

FUNCTIONS = """
-- Lengths in front of the parts: no two different pairs of texts share a preimage.
CREATE FUNCTION handrail_text_hash(summary text, reply text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT handrail_sha256('handrail-text-v1 ' || octet_length(summary) || ' '
                           || octet_length(reply) || E'\\n' || summary || reply)
$$;

-- jsonb prints in one canonical form (keys sorted, duplicates gone), whatever was inserted.
CREATE FUNCTION handrail_suggestion_hash(
    ticket bigint, version integer, summary text, reply text, language text, category text,
    priority text, citations jsonb, gates jsonb, risk text, required_reviews smallint)
    RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT handrail_sha256(E'handrail-suggestion-v1\\n'
        || jsonb_build_array(ticket, version, summary, reply, language, category, priority,
                             citations, gates, risk, required_reviews)::text)
$$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("audit", "0001_database_foundations")]
    operations = [migrations.RunSQL(FUNCTIONS)]
