"""A worker that notes spans: `python -m bench.profiling.worker SPANS_FILE ours|bare [ARGUMENTS OF THE BARE WORKER]`."""

import sys
from pathlib import Path

import worker
from adapters.mail.smtp_mailer import SmtpMailer
from adapters.outside import Ports
from adapters.stopping import run_and_leave
from bench.bare import worker as bare
from bench.profiling.spans import NotesActivities, Spans, note_methods, note_the_sdk
from bench.request.worker import fit
from cli.failures import told
from starter import Caller


def main() -> int:
    """Run it until SIGTERM."""
    file, which, *rest = sys.argv[1:]
    spans = Spans(Path(file))
    note_the_sdk(spans)
    if which == "bare":
        address, namespace, plan, port = rest
        return run_and_leave(lambda: bare.serve(address, namespace, Path(plan), int(port)))

    def noted(caller: Caller, ports: Ports, mailer: SmtpMailer) -> None:
        fit(caller, ports, mailer)
        store = caller.store
        note_methods(spans, "recorder", store.recorder, ("record",))
        note_methods(spans, "vault", store.vault, ("put", "find"))
        note_methods(spans, "effects", store.effects, ("begin", "finish"))

    return run_and_leave(lambda: told(lambda: worker.serve(noted, [NotesActivities(spans)])))


if __name__ == "__main__":
    sys.exit(main())
