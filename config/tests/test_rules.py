"""docs/rules.md names tests that exist, for each of its sixteen rules."""

import re

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
ROW = re.compile(r"^\| (\d*) \| ([^|]*) \| ([^|]+) \| \[`([^`]+)`\]\(\.\./([^)]+)\) \|$")


def rows():
    table = [
        line
        for line in (ROOT / "docs" / "rules.md").read_text().splitlines()
        if line.startswith("| ") and not line.startswith("| |")
    ]
    number = 0
    for line in table:
        row = ROW.match(line)
        assert row, f"not a row of this table: {line}"
        number = int(row[1] or number)
        yield number, row[3], row[4], row[5]


def test_each_of_the_sixteen_rules_is_held_by_a_test():
    assert sorted({number for number, *_ in rows()}) == list(range(1, 17))


@pytest.mark.parametrize(("number", "name", "file", "link"), list(rows()))
def test_the_named_test_exists(number, name, file, link):
    assert file == link
    text = (ROOT / file).read_text()
    if file.endswith(".py"):
        assert re.search(rf"^def {name}\(", text, re.MULTILINE)
    elif file.endswith(".mjs"):
        assert re.search(rf"async '{re.escape(name)}'\(", text)
        runner = (ROOT / "frontend" / "e2e" / "run.mjs").read_text()
        assert file.endswith("/run.mjs") or f"'./{file.rsplit('/', 1)[1]}'" in runner
    else:
        assert re.search(rf"(\btest|\bit|\))\(\s*'{re.escape(name)}',", text)
