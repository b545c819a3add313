"""The OpenAPI document: complete, and the one that the front end's types were generated from."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

COMMITTED = Path(__file__).resolve().parents[2] / "frontend" / "openapi.json"


@pytest.fixture(scope="module")
def schema(tmp_path_factory):
    file = tmp_path_factory.mktemp("schema") / "openapi.json"
    call_command(
        "spectacular",
        "--format",
        "openapi-json",
        "--file",
        str(file),
        "--validate",
        "--fail-on-warn",
    )
    return json.loads(file.read_text())


def test_the_front_end_was_built_for_this_api(schema):
    """To renew: manage.py spectacular --format openapi-json --file frontend/openapi.json, then
    npm run types in frontend/."""
    assert json.loads(COMMITTED.read_text()) == schema


def test_every_operation_says_who_may_call_it_and_what_it_answers(schema):
    operations = [
        (path, method, operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    assert len(operations) >= 18
    for path, method, operation in operations:
        assert operation["responses"], (path, method)
        assert operation["security"] or path.endswith("/session"), (path, method)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/docs", "/api/schema"])
def test_the_api_is_documented_on_a_page(client, path):
    assert client.get(path).status_code == 200
