# Two images from one file. `production`: worker, web and commands. `sandbox`: the same with the fictional city, for
# training and trials only. Packages come from the locks, each checked by its hash.

FROM python:3.13-slim AS packages
COPY requirements.production.lock /build/
RUN python3 -m venv /opt/madoguchi/venv \
 && /opt/madoguchi/venv/bin/python -m pip install --quiet --no-cache-dir --no-compile --require-hashes \
      -r /build/requirements.production.lock \
 && /opt/madoguchi/venv/bin/python -m pip uninstall --quiet --yes pip \
 && /opt/madoguchi/venv/bin/python -m compileall -q -j 0 /opt/madoguchi/venv/lib
COPY pyproject.toml deploy/compose/install.py /build/
RUN /opt/madoguchi/venv/bin/python /build/install.py /build/pyproject.toml /opt/madoguchi

FROM python:3.13-slim AS production
# Folders that volumes are mounted on: a new volume takes over their owner.
RUN groupadd --gid 10001 madoguchi \
 && useradd --uid 10001 --gid madoguchi --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin madoguchi \
 && install -d -m 0700 -o madoguchi -g madoguchi /var/lib/madoguchi/archive /var/lib/madoguchi/checkpoints \
 && install -d -m 0755 -o madoguchi -g madoguchi /etc/madoguchi/jpki-roots
COPY --from=packages /opt/madoguchi/venv /opt/madoguchi/venv
COPY LICENSE worker.py web_process.py starter.py /opt/madoguchi/
COPY domain /opt/madoguchi/domain
COPY hosting /opt/madoguchi/hosting
COPY activities /opt/madoguchi/activities
COPY adapters /opt/madoguchi/adapters
COPY workflows /opt/madoguchi/workflows
COPY counter /opt/madoguchi/counter
COPY composition /opt/madoguchi/composition
COPY web /opt/madoguchi/web
COPY audit /opt/madoguchi/audit
COPY upkeep /opt/madoguchi/upkeep
COPY cli /opt/madoguchi/cli
RUN /opt/madoguchi/venv/bin/python -m compileall -q /opt/madoguchi -x /venv/
ENV PATH=/opt/madoguchi/venv/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    PYTHONUNBUFFERED=1 PYTHONUTF8=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /opt/madoguchi
USER 10001:10001
STOPSIGNAL SIGTERM
ENTRYPOINT ["madoguchi"]
CMD ["--help"]

FROM packages AS sandbox-packages
COPY requirements.lock /build/
# What the city needs beyond production, with the hashes of the same lock; pip refuses to add anything that is not there.
RUN awk '/^[a-zA-Z]/ { keep = /^(aiosmtpd|atpublic|attrs)==/ } keep' /build/requirements.lock > /build/sandbox.lock \
 && python3 -m pip --python /opt/madoguchi/venv/bin/python install --quiet --no-cache-dir --require-hashes -r /build/sandbox.lock

FROM production AS sandbox
USER root
RUN install -d -m 0700 -o madoguchi -g madoguchi /var/lib/sandbox /var/lib/sandbox/jpki \
 && install -d -m 0755 -o madoguchi -g madoguchi /var/lib/sandbox/jpki/roots
COPY --from=sandbox-packages /opt/madoguchi/venv/lib /opt/madoguchi/venv/lib
COPY embedded /opt/madoguchi/embedded
COPY sandbox /opt/madoguchi/sandbox
USER 10001:10001
CMD ["sandbox"]
