# One image for web, relay, worker and migrate; docker-compose.yml and the Procfile say which
# command each of them runs.

FROM node:24-trixie-slim AS frontend
WORKDIR /build
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --ignore-scripts
COPY frontend/ ./
RUN npm run build


FROM python:3.13-slim-trixie AS packages
WORKDIR /build
RUN python -m venv /venv
COPY requirements.txt ./
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check -r requirements.txt \
    && /venv/bin/pip uninstall --yes pip


FROM python:3.13-slim-trixie
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    GRANIAN_HOST=0.0.0.0 \
    PORT=8000
RUN groupadd --gid 10001 handrail \
    && useradd --uid 10001 --gid 10001 --home-dir /app --no-create-home --shell /usr/sbin/nologin handrail
WORKDIR /app
COPY --from=packages /venv /venv
COPY manage.py ./
COPY config/ config/
COPY audit/ audit/
COPY tickets/ tickets/
COPY ai_review/ ai_review/
COPY live/ live/
COPY deploy/healthcheck.py deploy/
COPY --from=frontend /build/dist frontend/dist
# Settings must be present to be read; nothing of these values stays in the image or is connected to.
RUN SECRET_KEY=only-for-collecting-static-files-at-build \
    DATABASE_URL=postgresql://nobody@localhost/none REDIS_URL=redis://localhost \
    python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q config audit tickets ai_review live \
    && mkdir var/outbox && chown 10001:10001 var/outbox
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=10s --start-period=30s --retries=3 \
    CMD ["python", "deploy/healthcheck.py", "web"]
CMD ["granian", "--interface", "rsgi", "--no-ws", "--port", "8000", "--workers", "1", "--backpressure", "4096", "--workers-kill-timeout", "20", "--respawn-failed-workers", "config.rsgi:application"]
