"""Files with messages: kept byte for byte, downloaded only by who may, read by the AI redacted."""

import base64

import pytest

from ai_review.models import AICall
from tickets.models import Attachment, Message

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def file(name="letter.txt", content_type="text/plain", content=b"My PIN letter: see below."):
    return {
        "name": name,
        "content_type": content_type,
        "content": base64.b64encode(content).decode(),
    }


def open_ticket(api, user, *files):
    body = {
        "subject": "Card not arrived",
        "body": "My new card has not arrived after two weeks. See the letter.",
        "customer": {"name": "Mira Castellan", "email": "mira@customer.example"},
        "attachments": list(files),
    }
    return api(user).post("/api/v1/tickets", body)


def test_a_file_comes_back_byte_for_byte_and_is_never_shown_in_the_page(api, bank_app, ada):
    answer = open_ticket(api, bank_app, file(), file("Foto ü.png", "image/png", PNG))
    assert answer.status_code == 201, answer.json()
    [letter, photo] = answer.json()["messages"][0]["attachments"]
    assert (letter["name"], letter["size"]) == ("letter.txt", 25)
    for user in (bank_app, ada):
        response = api(user).get(f"/api/v1/attachments/{photo['id']}")
        assert response.content == PNG
        assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''Foto")
        assert "sandbox" in response["Content-Security-Policy"]
        assert response["X-Content-Type-Options"] == "nosniff"


def test_nobody_else_gets_a_file(api, bank_app, rival_app, ada):
    ticket = open_ticket(api, bank_app, file()).json()
    [letter] = ticket["messages"][0]["attachments"]
    assert api(rival_app).get(f"/api/v1/attachments/{letter['id']}").status_code == 404
    assert api().get(f"/api/v1/attachments/{letter['id']}").status_code in (401, 403)
    note = {"kind": "internal_note", "body": "For us only.", "attachments": [file()]}
    added = api(ada).post(f"/api/v1/tickets/{ticket['id']}/messages", note).json()
    [inside] = added["attachments"]
    assert api(bank_app).get(f"/api/v1/attachments/{inside['id']}").status_code == 404


@pytest.mark.parametrize(
    "bad",
    [
        file(content=b"\xff\xfe not text"),
        file("photo.png", "image/png", b"GIF89a"),
        file("run.exe", "application/x-msdownload", b"MZ"),
        file("../etc/passwd"),
        file() | {"content": "not base64!"},
        file(content=b""),
        file(content=b"x" * (1024 * 1024 + 1)),
        file() | {"path": "x"},
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_is_stored(api, bank_app, bad):
    answer = open_ticket(api, bank_app, bad)
    assert answer.status_code == 400
    assert "attachments" in str(answer.json()["errors"])
    assert not Message.objects.exists()


def test_six_files_are_too_many_and_a_reply_carries_none(api, bank_app, ada):
    assert open_ticket(api, bank_app, *[file()] * 6).status_code == 400
    ticket = open_ticket(api, bank_app).json()
    reply = {"kind": "public_reply", "body": "Here it is.", "attachments": [file()]}
    answer = api(ada).post(f"/api/v1/tickets/{ticket['id']}/messages", reply)
    assert (answer.status_code, answer.json()["code"]) == (400, "no_files_in_replies")


def test_the_ai_reads_text_files_without_personal_data(api, bank_app, handbook, draft):
    text = b"Dear Mira Castellan, card 4111 1111 1111 1111, mail mira@customer.example"
    open_ticket(api, bank_app, file(content=text), file("Mira Castellan.png", "image/png", PNG))
    from tickets.models import Ticket

    draft(Ticket.objects.get())
    sent = AICall.objects.get().request
    assert "letter.txt" in sent
    assert "image/png; nobody has read it" in sent
    for secret in ("4111", "Castellan", "mira@customer"):
        assert secret not in sent


def test_files_never_change(api, bank_app, as_role):
    from django.db import DatabaseError, connection, transaction

    open_ticket(api, bank_app, file())
    for role in ("web", "worker", "owner"):
        with (
            as_role(role),
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("UPDATE tickets_attachment SET name = 'other.txt'")
    assert Attachment.objects.get().name == "letter.txt"
