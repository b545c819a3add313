"""Tampering with the audit log behind PostgreSQL's back, and audit_verify finding it."""

import subprocess
import sys
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command

from audit import verification
from audit.models import AuditEvent
from audit.services import AI, SYSTEM, record

STREAM = "ticket:1"
REHASH = """
UPDATE audit_auditevent SET hash = handrail_sha256(concat_ws(E'\\n', 'handrail-audit-v1', stream,
    seq, prev_hash, actor_kind, coalesce(actor_id::text, '-'), action,
    to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), handrail_sha256(payload)))
WHERE stream = 'ticket:1' AND seq = {}
"""
FORGED = """
INSERT INTO audit_auditevent
    (stream, seq, at, actor_kind, action, payload, prev_hash, hash)
VALUES ('ticket:1', {}, now(), 'system', 'forged', '{{}}', {}, repeat('f', 64))
"""
HASH_OF = "(SELECT hash FROM audit_auditevent WHERE stream = 'ticket:1' AND seq = {})"
# Numbers are unique, so rows move over a free place.
SHIFT_UP = (
    "UPDATE audit_auditevent SET seq = seq + 1000 WHERE stream = 'ticket:1' AND seq >= {}",
    "UPDATE audit_auditevent SET seq = seq - 999 WHERE stream = 'ticket:1' AND seq >= 1000",
)
CLOSE_GAP = "UPDATE audit_auditevent SET seq = seq - 1 WHERE stream = 'ticket:1' AND seq = {}"


def change(seq, what):
    return f"UPDATE audit_auditevent SET {what} WHERE stream = 'ticket:1' AND seq = {seq}"


def delete(condition):
    return f"DELETE FROM audit_auditevent WHERE stream = 'ticket:1' AND {condition}"


def swap(one, other):
    return [
        change(one, "seq = 1000"),
        change(other, f"seq = {one}"),
        change(1000, f"seq = {other}"),
    ]


CASES = {
    "payload": ([change(4, "payload = '{\"n\":99}'")], ["4 modified"]),
    "actor": ([change(4, "actor_id = 2")], ["4 modified"]),
    "actor added": ([change(2, "actor_id = 2")], ["2 modified"]),
    "action": ([change(1, "action = 'other'")], ["1 modified"]),
    "time by a microsecond": ([change(7, "at = at + interval '1 us'")], ["7 modified"]),
    "the last": ([change(10, "payload = ''")], ["10 modified"]),
    "hash alone": ([change(4, "hash = repeat('0', 64)")], ["4 modified"]),
    "rewritten with its hash": (
        [change(4, "payload = 'other'"), REHASH.format(4)],
        ["4 modified"],
    ),
    "two rewritten": (
        [change(4, "payload = ''"), change(8, "action = ''")],
        ["4 modified", "8 modified"],
    ),
    "one deleted": ([delete("seq = 5")], ["6 deleted"]),
    "several deleted": ([delete("seq BETWEEN 3 AND 6")], ["7 truncated"]),
    "the first deleted": ([delete("seq = 1")], ["2 deleted"]),
    "the beginning cut off": ([delete("seq < 4")], ["4 truncated"]),
    "deleted and relinked": (
        [delete("seq = 5"), change(6, f"prev_hash = {HASH_OF.format(4)}"), REHASH.format(6)],
        ["6 deleted", "6 modified"],
    ),
    "deleted and renumbered": (
        [delete("seq = 5"), *[CLOSE_GAP.format(seq) for seq in range(6, 11)]],
        ["5 reordered"],
    ),
    "neighbours swapped": (swap(4, 5), ["4 reordered", "5 reordered"]),
    "far ones swapped": (swap(2, 9), ["2 reordered", "9 reordered"]),
    "moved to the end": ([change(5, "seq = 11")], ["6 deleted", "11 reordered"]),
    "inserted at the end": ([FORGED.format(11, "repeat('e', 64)")], ["11 inserted"]),
    "inserted between": (
        [*[sql.format(5) for sql in SHIFT_UP], FORGED.format(5, "repeat('e', 64)")],
        ["5 inserted", "6 reordered"],
    ),
    "inserted with its hash": (
        [
            *[sql.format(5) for sql in SHIFT_UP],
            FORGED.format(5, HASH_OF.format(4)),
            REHASH.format(5),
        ],
        ["5 inserted"],
    ),
    "a number below the first": ([FORGED.format(0, "repeat('e', 64)")], None),
}


@pytest.fixture
def log(transactional_db, bank_app):
    """Ten events of one ticket among others, committed."""
    for n in range(1, 11):
        actor = (bank_app, SYSTEM, AI)[n % 3]
        record(STREAM, actor, "thing.done", n=n, word="é")
        record("ticket:2", actor, "other.done", n=n)
    record("accounts", SYSTEM, "user.created")


@pytest.fixture
def tamper(database_urls):
    """Run statements as a superuser who switches every protection off."""

    def run(statements):
        with psycopg.connect(database_urls["admin"]) as admin:
            admin.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER ALL")
            admin.execute("ALTER TABLE audit_auditevent DROP CONSTRAINT audit_no_fork")
            for statement in statements:
                admin.execute(statement)

    return run


def verify(*options):
    """Run the command as the web role; returns (exit status, "seq kind" of each fault, words)."""
    out, err = StringIO(), StringIO()
    status = 0
    try:
        call_command("audit_verify", *options, stdout=out, stderr=err)
    except SystemExit as end:
        status = end.code
    words = out.getvalue()
    found = [line.split(" event ", 1)[1] for line in words.splitlines() if " event " in line]
    return status, [" ".join(line.split(": ")[:2]) for line in found], words + err.getvalue()


def test_an_untouched_log_is_sound(log):
    status, faults, words = verify()
    assert (status, faults) == (0, [])
    assert words == "21 events in 3 streams: every one is as it was written.\n"


def test_an_empty_log_is_sound(db):
    assert verify()[0] == 0


@pytest.mark.parametrize("case", CASES)
def test_tampering_is_found_named_and_located(log, tamper, case):
    statements, expected = CASES[case]
    tamper(statements)
    status, faults, words = verify()
    assert status == 1
    if expected is not None:
        assert faults == expected, words
    assert "ticket:2" not in words
    assert "accounts" not in words


def test_an_event_moved_to_another_stream_is_missed_there_and_foreign_here(log, tamper):
    tamper([change(5, "stream = 'accounts', seq = 2")])
    _, _, words = verify()
    assert "ticket:1 event 6: deleted" in words
    assert "accounts event 2: inserted" in words


def test_one_stream_can_be_checked_alone(log, tamper):
    tamper([change(5, "payload = ''")])
    assert verify("--stream", "ticket:2")[0] == 0
    assert verify("--stream", STREAM)[0] == 1


def test_a_cut_off_tail_cannot_be_seen_without_seals(log, tamper):
    """The limit that the docstring of audit.verification states; this test is its reminder."""
    tamper([delete("seq > 6")])
    assert verify()[0] == 0


def test_many_faults_are_counted_but_not_all_printed(log, tamper):
    tamper(["UPDATE audit_auditevent SET payload = ''"])
    _, faults, words = verify("--limit", "3")
    assert len(faults) == 3
    assert "21 faults in 21 events" in words


def test_events_are_read_through_a_server_side_cursor(log, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr("audit.management.commands.audit_verify.FETCH", 3)
    assert verify()[0] == 0
    assert AuditEvent.objects.count() == 21


def test_the_verifier_needs_nothing_but_python():
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import verification;"
        "assert not {'django', 'psycopg'} & set(sys.modules)"
    )
    folder = Path(verification.__file__).parent
    subprocess.run([sys.executable, "-I", "-c", program, str(folder)], check=True)
