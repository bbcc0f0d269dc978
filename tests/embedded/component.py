"""A stand-in for sandbox, migrate, postcodes, worker and web: `python component.py NAME`, answering where the real one would.

`FAKE_<NAME>=dies` makes it exit with 7 at once; it writes its environment beside its log, for tests to read.
"""

import http.server
import json
import os
import signal
import sys
from pathlib import Path

PORTS = {
    "sandbox": "MADOGUCHI_SANDBOX_PORT",
    "worker": "MADOGUCHI_WORKER_HEALTH_PORT",
    "web": "MADOGUCHI_WEB_PORT",
    "office": "MADOGUCHI_WEB_PORT",
}


class _Healthy(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path in {"/health", "/health/ready"} else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def main(name: str) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    seen = {key: value for key, value in os.environ.items() if key.startswith("MADOGUCHI_")}
    Path(os.environ["FAKE_SEEN"], f"{name}.json").write_text(json.dumps(seen))
    if os.environ.get(f"FAKE_{name.upper()}") == "dies":
        sys.stderr.write(f"{name}: the reason in one line\n")
        sys.exit(7)
    if name not in {"migrate", "postcodes"}:
        http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ[PORTS[name]])), _Healthy).serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])
