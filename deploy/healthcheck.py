"""Is this container's process doing its work? Exit status 0 if so: python healthcheck.py NAME.

A worker that no longer hears its broker still answers pings, so relay and worker are judged by
their progress in PostgreSQL: it is due work that nobody moves which is unhealthy, not silence.
"""

import os
import sys
import urllib.request

TIMEOUT_SECONDS = 5
# Longer than the relay needs to publish again what was lost, and than one AI call.
STALLED_SECONDS = 120

# Jobs are due, and for this long none was published.
RELAY_STALLED = """
SELECT EXISTS (SELECT FROM ai_review_draftjob
               WHERE status = 'queued' AND next_attempt_at < now() - make_interval(secs => %(age)s))
   AND NOT EXISTS (SELECT FROM ai_review_draftjob
                   WHERE status = 'queued'
                     AND published_at > now() - make_interval(secs => %(age)s))
"""
# Jobs were published this long ago, none is running and none was finished since.
WORKER_STALLED = """
SELECT EXISTS (SELECT FROM ai_review_draftjob
               WHERE status = 'queued' AND published_at IS NOT NULL
                 AND next_attempt_at < now() - make_interval(secs => %(age)s))
   AND NOT EXISTS (SELECT FROM ai_review_draftjob WHERE status = 'running')
   AND NOT EXISTS (SELECT FROM ai_review_draftjob
                   WHERE finished_at > now() - make_interval(secs => %(age)s))
"""
# While the AI is paused or away, standing still is right.
WAITING = """
SELECT EXISTS (SELECT FROM ai_review_aipolicy WHERE paused)
    OR EXISTS (SELECT FROM ai_review_aicircuit WHERE open_until IS NOT NULL)
"""
STALLED = {"relay": RELAY_STALLED, "worker": WORKER_STALLED}


def main(name):
    """Return what is wrong, or nothing."""
    if name == "web":
        url = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/healthz"
        with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS):  # noqa: S310
            return None
    if name in STALLED:
        return f"{name}: due jobs are not moving" if stalled(name) else None
    return f"There is no process {name}; there are web, relay and worker."


def stalled(name):
    import psycopg

    url = os.environ["WORKER_DATABASE_URL"]
    with psycopg.connect(url, connect_timeout=TIMEOUT_SECONDS) as connection:
        if connection.execute(WAITING).fetchone()[0]:
            return False
        return connection.execute(STALLED[name], {"age": STALLED_SECONDS}).fetchone()[0]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]) if len(sys.argv) > 1 else __doc__)
