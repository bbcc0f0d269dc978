"""A worker that notes spans: `python -m bench.profiling.worker SPANS_FILE ours|bare [ARGUMENTS OF THE BARE WORKER]`."""

import sys
from pathlib import Path

from adapters.stopping import run_and_leave
from bench.bare import worker as bare
from bench.profiling.spans import NotesActivities, Spans, note_methods, note_the_sdk
from bench.request.worker import make_instant
from cli.running import tell_failures
from worker import opened, run


async def serve(spans: Spans) -> int:
    """Run our worker with instant systems, its own parts noted, until SIGTERM."""
    async with opened() as parts:
        if parts is not None:
            make_instant(parts)
            store = parts.caller.store
            note_methods(spans, "recorder", store.recorder, ("record",))
            note_methods(spans, "vault", store.vault, ("put", "find"))
            note_methods(spans, "effects", store.effects, ("begin", "finish"))
            await run(parts, [NotesActivities(spans)])
    return 0


def main() -> int:
    """Run it until SIGTERM."""
    file, which, *rest = sys.argv[1:]
    spans = Spans(Path(file))
    note_the_sdk(spans)
    if which == "bare":
        address, namespace, plan, port = rest
        return run_and_leave(lambda: bare.serve(address, namespace, Path(plan), int(port)))

    return run_and_leave(lambda: tell_failures(lambda: serve(spans)))


if __name__ == "__main__":
    sys.exit(main())
