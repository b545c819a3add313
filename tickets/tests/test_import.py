"""import_tickets: the API's rules, every row accounted for, and no batch twice."""

import csv
import json
import os
import subprocess
import sys
import time
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from ai_review.models import DraftJob
from audit.models import AuditEvent
from tickets import importing
from tickets.models import Customer, ImportRun, Message, Ticket, User

pytestmark = pytest.mark.django_db
REASON = "rejected_because"


def run(path, *options):
    out = StringIO()
    call_command("import_tickets", str(path), *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def write(tmp_path):
    """`write("body\\nHello\\n")` makes a CSV file; bytes are written as they are."""

    def make(content, name="questions.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return make


def rejected(path):
    """The rejected rows of a CSV import, as dicts."""
    with open(f"{path}.rejected", newline="", encoding="utf-8", errors="replace") as file:
        return list(csv.DictReader(file))


def bodies():
    return list(Message.objects.order_by("pk").values_list("body", flat=True))


# --- what a row becomes -----------------------------------------------------------------------


def test_a_row_becomes_all_that_a_request_would_make(write):
    path = write("text,category\nI am still waiting on my card?,card_arrival\n")
    run(path, "--map", "body=text", "--map", "metadata.label=category")
    ticket = Ticket.objects.get()
    assert (ticket.subject, ticket.channel) == ("I am still waiting on my card?", "import")
    assert ticket.metadata == {"label": "card_arrival"}
    assert (ticket.opened_by.username, ticket.opened_by.kind) == ("import", "service")
    assert ticket.messages.get().body == "I am still waiting on my card?"
    assert DraftJob.objects.get(ticket=ticket).status == "queued"
    assert ticket.history.get().history_user == ticket.opened_by
    assert ticket.customer.history.count() == 1
    event = AuditEvent.objects.get(stream=f"ticket:{ticket.pk}")
    assert (event.action, event.actor_id) == ("ticket.opened", ticket.opened_by_id)
    assert json.loads(event.payload)["body_hash"] == ticket.messages.get().body_hash
    assert not path.with_name("questions.csv.rejected").exists()
    imported = ImportRun.objects.get()
    events = AuditEvent.objects.filter(stream=f"import:{imported.pk}").order_by("seq")
    assert [event.action for event in events] == ["import.started", "import.finished"]


def test_every_field_of_a_row_arrives(write, ada):
    path = write(
        "subject,body,customer_name,customer_email,external_id,channel,priority,tags,created_at,"
        "metadata.app\n"
        "Lost card,It is gone,Mira,mira@c.example,C-1,email,urgent,"
        '"card, lost,card",2024-05-01T10:00:00+02:00,3.1\n'
        "Another,Also gone,Mira,mira@c.example,C-1,,,,,\n"
    )
    run(path, "--as", "ada")
    first, second = Ticket.objects.order_by("pk")
    assert first.customer == second.customer == Customer.objects.get()
    assert (first.customer.name, first.customer.external_id) == ("Mira", "C-1")
    assert (first.channel, first.priority, first.opened_by) == ("email", "urgent", ada)
    assert {tag.name for tag in first.tags.all()} == {"card", "lost"}
    assert first.created_at.isoformat() == "2024-05-01T08:00:00+00:00"
    assert first.messages.get().created_at == first.created_at
    assert first.metadata == {"app": "3.1"}
    assert DraftJob.objects.get(ticket=first).priority == 0
    assert (second.channel, second.priority) == ("import", "normal")


def test_nameless_questions_do_not_share_a_customer(write):
    run(write("body\nOne\nTwo\n"))
    customers = list(Customer.objects.order_by("pk"))
    assert [customer.name for customer in customers] == ["Imported customer"] * 2
    number = ImportRun.objects.get().pk
    assert [customer.email for customer in customers] == [
        f"imported-{number}-1@import.invalid",
        f"imported-{number}-2@import.invalid",
    ]


@pytest.mark.parametrize(
    ("body", "subject"),
    [
        ("short", "short"),
        ("two\n  lines", "two lines"),
        ("word " * 30, "word " * 15 + "word…"),
        ("x" * 200, "x" * 79 + "…"),
        (None, ""),
    ],
)
def test_a_subject_is_made_of_whole_words(body, subject):
    assert importing.subject_of(body) == subject
    assert len(importing.subject_of(body)) <= 81


def test_json_lines_take_the_shape_of_the_api_too(write):
    rows = [
        {"body": "Plain", "customer_email": "a@c.example", "tags": "x,y"},
        {
            "subject": "As sent to the API",
            "body": "Nested",
            "customer": {"name": "Ann", "email": "ann@c.example"},
            "tags": ["z"],
            "metadata": {"app": 3, "beta": True},
        },
    ]
    lines = "\n\n".join(json.dumps(row) for row in rows)
    run(write("\ufeff" + lines, "questions.jsonl"))
    plain, nested = Ticket.objects.order_by("pk")
    assert (plain.customer.name, plain.customer.email) == ("a@c.example", "a@c.example")
    assert plain.tags.count() == 2
    assert (nested.subject, nested.customer.name) == ("As sent to the API", "Ann")
    assert nested.metadata == {"app": 3, "beta": True}


def test_the_number_of_queries_does_not_grow_with_the_rows(write, django_assert_max_num_queries):
    many = "".join(f"{n},Question {n},tag{n % 3}\n" for n in range(importing.BATCH))
    path = write("external_id,body,tags\n" + many)
    with django_assert_max_num_queries(45):
        run(path)
    assert Ticket.objects.count() == importing.BATCH


# --- rows that are refused --------------------------------------------------------------------


def test_bad_rows_are_kept_with_their_reasons_and_the_others_go_in(write):
    path = write(
        "body,customer_email,priority,created_at,text\n"
        "Good,,,,kept\n"
        "   ,,,,blank\n"
        "Bad address,nobody,,,kept\n"
        "Bad priority,,asap,,\n"
        "Bad time,,,yesterday,\n"
        f"{'x' * 100_001},,,,\n"
        "NUL \x00 inside,,,,\n"
        "Too,few\n"
        "One,,,,too,many\n"
        "Good too,,,,\n"
    )
    said = run(path)
    assert bodies() == ["Good", "Good too"]
    assert "2 tickets, 8 rows rejected" in said
    rows = rejected(path)
    reasons = [row[REASON] for row in rows]
    for reason, start in zip(
        reasons,
        [
            "row 2: body: This field is required",
            "row 3: customer_email: Enter a valid email address",
            "row 4: priority: ",
            "row 5: created_at: ",
            "row 6: body: Ensure this field has no more than 100000 characters",
            "row 7: contains a NUL character",
            "row 8: has 2 columns, the header has 5",
            "row 9: has 6 columns, the header has 5",
        ],
        strict=True,
    ):
        assert reason.startswith(start), reason
    assert rows[1]["customer_email"] == "nobody"
    assert rows[1]["text"] == "kept"
    assert rows[7]["body"] == "One,,,,too,many\n"


def test_the_rejected_rows_can_be_corrected_and_imported(write, tmp_path):
    path = write("body,customer_email\nGood,\nBad,nobody\n")
    run(path)
    corrected = tmp_path / "questions.csv.rejected"
    corrected.write_text(corrected.read_text().replace("nobody", "now@c.example"))
    run(corrected)
    assert bodies() == ["Good", "Bad"]
    assert Customer.objects.filter(email="now@c.example").exists()


def test_bytes_that_are_not_utf8_come_back_as_they_were(write):
    path = write(b"body,n\ncaf\xe9,1\nna\xc3\xafve,2\n")
    run(path)
    assert bodies() == ["naïve"]
    left = path.with_name("questions.csv.rejected").read_bytes()
    assert left.splitlines()[1].startswith(b"caf\xe9,1,row 1: is not UTF-8: byte 0xe9")


def test_quoted_newlines_a_bom_and_semicolons_are_read_as_they_stand(write):
    path = write('\ufeffbody;category\r\n"First line\nsecond, ""line""";x\r\n\r\nPlain;y\r\n')
    run(path)
    assert bodies() == ['First line\nsecond, "line"', "Plain"]


def test_a_quote_that_is_never_closed_loses_nothing(write):
    path = write('body,n\nGood,1\n"Open,2\nswallowed,3\n')
    said = run(path)
    assert "1 tickets, 1 rows rejected" in said
    row = rejected(path)[0]
    assert row["body"] == '"Open,2\nswallowed,3\n'
    assert "not CSV" in row[REASON]


def test_an_endless_field_ends_its_own_record_only(write, monkeypatch):
    monkeypatch.setattr("tickets.import_files.MAX_FIELD", 50)
    path = write(f'body,n\n"{"x" * 60},1\nGood,2\n')
    run(path)
    csv.field_size_limit(1_000)
    assert bodies() == ["Good"]
    assert "field larger than field limit" in rejected(path)[0][REASON]


def test_json_lines_that_are_not_json(write):
    lines = [
        b'{"body": "Good"}',
        b'{"body": "open',
        b"[1, 2]",
        b'{"body": 5}',
        b'{"body": "x", "metadata": {"n": 1e999}}',
        b'{"body": "x", "metadata": {"n": NaN}}',
        b'{"body": "one", "body": "two"}',
        b'{"body": "half \\ud800 a pair"}',
        b'{"body": "nul \\u0000"}',
        b'{"body": "caf\xe9"}',
        b"[" * 100_000,
        b'{"body": "caf\xc3\xa9"}',
    ]
    path = write(b"\n".join(lines), "questions.jsonl")
    said = run(path)
    assert bodies() == ["Good", "café"]
    assert "10 rows rejected" in said
    kept = path.with_name("questions.jsonl.rejected").read_bytes().splitlines()
    assert len(kept) == 10
    rows = [json.loads(line.decode("utf-8", "replace")) for line in kept]
    assert all(row[REASON].startswith("row ") for row in rows)
    assert rows[0]["line"] == '{"body": "open'
    assert rows[2]["body"] == 5
    assert b"caf\xe9" in kept[8]


def test_what_only_postgresql_refuses_costs_that_row_alone(write, monkeypatch):
    read = importing.RowReader.read

    def lax(self, row):
        ticket = read(self, row)
        if ticket["body"] == "Poison":
            ticket["metadata"] = {"n": float("inf")}
        return ticket

    monkeypatch.setattr(importing.RowReader, "read", lax)
    path = write("body\nGood\nPoison\nGood too\n")
    run(path)
    assert bodies() == ["Good", "Good too"]
    assert rejected(path)[0][REASON].startswith("row 2: PostgreSQL refuses it")


# --- files that cannot be imported at all -----------------------------------------------------


@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        ("", (), "The file is empty"),
        ("text\nHello\n", (), "Which column is the body"),
        ("text\nHello\n", ("--map", "body=question"), "no column question. The columns are: text"),
        ("text\nHello\n", ("--map", "text"), "must look like field=column"),
        ("text\nHello\n", ("--map", "status=text"), "status is none of the fields"),
        ("body,body\nx,y\n", (), "twice: body"),
        ("body\nx\n".encode("utf-16"), (), "UTF-16"),
        ("body\nx\n", ("--as", "nobody"), "no user nobody"),
        ("body\nx\n", ("--as", "noor"), "noor may not open tickets"),
        ("body\n  x  \n", ("--map", "priority=body"), "Every row was rejected"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_in_one_sentence(write, noor, content, options, words):
    with pytest.raises(CommandError, match=words):
        run(write(content), *options)
    assert not Ticket.objects.exists()


def test_a_file_with_a_header_alone_is_no_mistake(write):
    assert "0 tickets, 0 rows rejected" in run(write("body\n"))


def test_another_imports_rejected_rows_are_not_overwritten(write, tmp_path):
    path = write("body\nx\n")
    kept = tmp_path / "questions.csv.rejected"
    kept.write_text("being corrected")
    with pytest.raises(CommandError, match="move it away"):
        run(path)
    assert kept.read_text() == "being corrected"
    assert not ImportRun.objects.exists()


# --- once, whatever happens -------------------------------------------------------------------


def test_a_finished_import_is_not_repeated_unless_asked(write):
    path = write("body\nOne\nTwo\n")
    run(path)
    assert "imported already" in run(path)
    assert Ticket.objects.count() == 2
    with pytest.raises(CommandError, match="other options"):
        run(path, "--map", "subject=body")
    run(path, "--again")
    assert Ticket.objects.count() == 4
    assert "imported already" in run(path)


def test_a_mapping_that_fitted_no_row_may_be_corrected(write):
    path = write("a,b\nnot a priority,text\n")
    with pytest.raises(CommandError, match="Every row was rejected"):
        run(path, "--map", "body=b", "--map", "priority=a")
    path.with_name("questions.csv.rejected").unlink()
    run(path, "--map", "body=b")
    assert bodies() == ["text"]


@pytest.fixture
def hundred(write, monkeypatch):
    """A file of 100 rows in batches of 10; every 7th row is bad."""
    monkeypatch.setattr(importing, "BATCH", 10)
    rows = [f"{n},{'nobody' if n % 7 == 0 else ''}" for n in range(1, 101)]
    return write("body,customer_email\n" + "\n".join(rows) + "\n")


def interrupt_after(monkeypatch, batches, *, where):
    """Fail in the given batch: "before" or "after" its rejected rows are on the disk."""
    append = importing.RejectedFile.append
    left = [batches]

    def broken(self, rows):
        left[0] -= 1
        if left[0] < 0 and where == "before":
            raise OSError("interrupted")
        append(self, rows)
        if left[0] < 0:
            raise OSError("interrupted")

    monkeypatch.setattr(importing.RejectedFile, "append", broken)
    return lambda: monkeypatch.setattr(importing.RejectedFile, "append", append)


@pytest.mark.parametrize("where", ["before", "after"])
@pytest.mark.parametrize("batches", [0, 4])
def test_an_interrupted_import_goes_on_where_it_stopped(hundred, monkeypatch, batches, where):
    repair = interrupt_after(monkeypatch, batches, where=where)
    with pytest.raises(CommandError, match="interrupted"):
        run(hundred)
    assert ImportRun.objects.get().rows_done == batches * 10
    repair()
    said = run(hundred)
    assert_hundred(hundred)
    assert "86 tickets, 14 rows rejected" in said


def assert_hundred(path):
    assert sorted(map(int, bodies())) == [n for n in range(1, 101) if n % 7]
    assert [int(row["body"]) for row in rejected(path)] == [n for n in range(1, 101) if n % 7 == 0]


def test_rejected_rows_that_were_moved_away_are_written_again(hundred, monkeypatch):
    repair = interrupt_after(monkeypatch, 5, where="after")
    with pytest.raises(CommandError):
        run(hundred)
    hundred.with_name("questions.csv.rejected").unlink()
    repair()
    run(hundred)
    assert_hundred(hundred)


def test_a_half_imported_file_is_finished_with_its_own_options(hundred, monkeypatch):
    repair = interrupt_after(monkeypatch, 5, where="after")
    with pytest.raises(CommandError):
        run(hundred)
    repair()
    with pytest.raises(CommandError, match="half imported with other options"):
        run(hundred, "--map", "metadata.x=body")
    with pytest.raises(CommandError, match="half imported with other options"):
        run(hundred, "--map", "metadata.x=body", "--again")


def test_a_second_process_stops_instead_of_importing_twice(hundred, monkeypatch):
    hold = importing._hold

    def overtaken(current):
        monkeypatch.setattr(importing, "_hold", hold)
        ImportRun.objects.filter(pk=current.pk).update(rows_done=30)
        hold(current)

    monkeypatch.setattr(importing, "_hold", overtaken)
    with pytest.raises(CommandError, match="Another process is importing this file"):
        run(hundred)
    assert not Ticket.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_moment_it_goes_on_without_loss_or_duplicates(write, database_urls):
    path = write("body\n" + "".join(f"Question {n}\n" for n in range(4000)))
    command = [sys.executable, "manage.py", "import_tickets", str(path)]
    env = os.environ | {"DATABASE_URL": database_urls["web"], "DATABASE_ROLE": "web"}
    kills = 0
    for share in (0.1, 0.5):
        child = subprocess.Popen(command, cwd=settings.BASE_DIR, env=env, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while child.poll() is None and Ticket.objects.count() < 4000 * share:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        if child.poll() is None:
            child.kill()
            kills += 1
        child.wait()
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert kills
    assert sorted(bodies()) == sorted(f"Question {n}" for n in range(4000))
    assert DraftJob.objects.count() == AuditEvent.objects.filter(action="ticket.opened").count()


# --- rights -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "sql"),
    [
        ("web", "DELETE FROM tickets_importrun"),
        ("web", "UPDATE tickets_importrun SET file_sha256 = ''"),
        ("worker", "SELECT 1 FROM tickets_importrun"),
        ("worker", "INSERT INTO tickets_importrun (file_sha256) VALUES ('')"),
    ],
)
def test_import_records_are_the_web_roles_and_only_grow(as_role, role, sql):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        as_role(role),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_the_import_account_cannot_log_in(write):
    run(write("body\nx\n"))
    assert not User.objects.get(username="import").has_usable_password()
