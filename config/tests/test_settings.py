"""What config/settings.py makes of the environment."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from config.tests.test_deployment import ROOT

NEEDED = {"SECRET_KEY": "x" * 40, "DATABASE_URL": "postgresql://a@b/c", "REDIS_URL": "redis://"}


def load(expression, **variables):
    """Evaluate an expression of the settings `s` in a process that knows nothing else."""
    return subprocess.run(
        [sys.executable, "-c", f"import config.settings as s; print({expression})"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **NEEDED, **variables},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, "http://ai/v1 ai-key"),
        ({"EMBEDDING_BASE_URL": "http://other/v1"}, "http://other/v1 "),
        ({"EMBEDDING_BASE_URL": "http://other/v1", "EMBEDDING_API_KEY": "k"}, "http://other/v1 k"),
    ],
)
def test_the_ais_key_goes_to_the_ais_address_alone(variables, expected):
    ai = {"AI_BASE_URL": "http://ai/v1", "AI_API_KEY": "ai-key"}
    found = load("s.EMBEDDING_BASE_URL, s.EMBEDDING_API_KEY, sep=' '", **ai, **variables)
    assert found.stdout.removesuffix("\n") == expected


def test_vectors_longer_than_pgvector_indexes_stop_the_start():
    done = load("1", EMBEDDING_DIMENSIONS="3072")
    assert done.returncode == 2
    assert "above 2000" in done.stderr


@pytest.mark.parametrize(
    ("url", "forever"),
    [
        ("/static/assets/AskPanel-DV8iOJ49.js", True),
        ("/static/assets/Bulk-Ct1xZhDA.css", True),
        ("/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js", False),
        ("/static/rest_framework/js/load-ajax-form.js", False),
        ("/static/unfold/fonts/inter/Inter-SemiBold.woff2", False),
    ],
)
def test_only_names_with_a_hash_are_kept_for_ever(url, forever):
    assert bool(re.search(settings.WHITENOISE_IMMUTABLE_FILE_TEST, url)) is forever
