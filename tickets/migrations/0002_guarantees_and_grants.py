"""Guarantees on the conversation, and the least rights for web and worker."""

from django.db import migrations

GUARANTEES = """
ALTER TABLE tickets_ticket ALTER COLUMN id RESTART WITH 10001;

ALTER TABLE tickets_message
    ADD CONSTRAINT message_author_is_of_that_kind
        FOREIGN KEY (author_id, author_kind) REFERENCES tickets_user (id, kind),
    -- A reply that came from a draft says, letter for letter, what its reviewer signed.
    ADD CONSTRAINT message_says_what_was_signed
        FOREIGN KEY (review_id, body_hash) REFERENCES ai_review_review (id, final_reply_hash);
"""

GRANTS = """
GRANT SELECT, INSERT, UPDATE ON tickets_user, tickets_customer, tickets_ticket TO handrail_web;
GRANT SELECT, INSERT ON tickets_historicaluser, tickets_historicalcustomer,
    tickets_historicalticket, tickets_message, tickets_tag, tickets_apikey TO handrail_web;
GRANT UPDATE (label, last_used_at, revoked_at) ON tickets_apikey TO handrail_web;
GRANT SELECT, INSERT, DELETE ON tickets_ticket_tags, tickets_idempotencykey TO handrail_web;
GRANT UPDATE (delivery_status, deliver_after, delivery_attempts, delivery_error,
    delivery_published_at) ON tickets_message TO handrail_web;

GRANT SELECT ON tickets_ticket, tickets_message, tickets_customer TO handrail_worker;
GRANT UPDATE (delivery_status, delivery_attempts, delivery_published_at, deliver_after,
    delivery_lease_expires_at, delivery_error, sent_at) ON tickets_message TO handrail_worker;

-- Django's own tables, for the web process only.
GRANT SELECT, INSERT, UPDATE, DELETE ON django_session, axes_accessattempt,
    axes_accesslog, axes_accessfailurelog, axes_accessattemptexpiration TO handrail_web;
GRANT SELECT, INSERT ON django_admin_log TO handrail_web;
GRANT SELECT ON django_content_type, django_migrations, auth_permission, auth_group,
    auth_group_permissions, tickets_user_groups, tickets_user_user_permissions TO handrail_web;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0001_people_and_conversation"),
        ("ai_review", "0004_guarantees_and_grants"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("sessions", "0001_initial"),
        ("axes", "0010_accessattemptexpiration"),
    ]
    operations = [migrations.RunSQL(GUARANTEES), migrations.RunSQL(GRANTS)]
