"""The figures as a Markdown table: what was measured, what it should be."""

from collections.abc import Iterator

from bench.load.figures import LoadFigures

_GIB = 2**30


def table(found: LoadFigures) -> str:
    """Return the table, its last lines naming what was missed."""
    rows = ["| what | measured | should be |", "|---|---|---|"]
    rows += [f"| {what} | {measured} | {target} |" for what, measured, target in _lines(found)]
    missed = [f"- missed: {miss}" for miss in found.misses] or ["- every target of this part was met"]
    return "\n".join([*rows, "", *missed])


def _lines(found: LoadFigures) -> Iterator[tuple[str, str, str]]:
    yield from _rush(found)
    yield from _restarts(found)
    yield from _stampede(found)
    for asked in found.questions:
        whole = f"reads {', '.join(asked.read_whole)} whole" if asked.read_whole else "by index"
        yield f"query: {asked.name}", f"{asked.ms:.2f} ms, {asked.buffers} buffers, {whole}", ""


def _rush(found: LoadFigures) -> Iterator[tuple[str, str, str]]:
    if (rush := found.rush) is None:
        return
    took = rush.acknowledged
    yield (
        f"{rush.submissions} submissions at {rush.pace_per_s}/s, acknowledged p50 / p99 / max",
        f"{took.p50 * 1000:.0f} / {took.p99 * 1000:.0f} / {took.max * 1000:.0f} ms",
        "p99 < 1 s",
    )
    yield "errors, lost", f"{rush.errors}, {rush.lost}", "0, 0"
    yield "drained: all can be paid", f"{rush.drained:.1f} s after the first", "< 600 s"
    yield "settled: nothing to seal or to mail", f"{rush.settled:.1f} s after the first", ""
    yield "memory of the worker, peak", f"{rush.worker_peak_bytes / _GIB:.2f} GiB", "< 1.5 GiB"


def _restarts(found: LoadFigures) -> Iterator[tuple[str, str, str]]:
    if (filling := found.filling) is not None:
        yield (
            f"making {filling.made} open requests, {filling.workers} workers",
            f"{filling.took:.0f} s ({filling.per_s}/s), {filling.open_requests} open then",
            "",
        )
    for each in found.restarts:
        name = f"{each.how} and restart, {each.open_requests} requests open"
        yield f"{name}: stopped", f"{each.stopped:.1f} s", ""
        yield f"{name}: ready", f"{each.ready:.1f} s", "< 30 s"
        yield f"{name}: a new request can be paid", _later(each.fresh), ""
        yield (
            f"{name}: payment of the oldest / newest taken in",
            f"{_later(each.paid_oldest)} / {_later(each.paid_newest)}",
            "",
        )
        yield f"{name}: memory, peak", f"{each.peak_bytes / _GIB:.2f} GiB", "< 1.5 GiB"


def _stampede(found: LoadFigures) -> Iterator[tuple[str, str, str]]:
    if (many := found.stampede) is None:
        return
    name = f"{many.paid} paid while the worker was killed"
    yield f"{name}: ready", f"{many.ready:.1f} s", "< 30 s"
    yield f"{name}: all taken in", f"{many.served:.1f} s after the start", ""
    yield (
        f"{name}: new requests meanwhile acknowledged, p50 / max",
        f"{many.acknowledged.p50 * 1000:.0f} / {many.acknowledged.max * 1000:.0f} ms ({many.acknowledged.count})",
        "",
    )
    yield (
        f"{name}: new requests meanwhile can be paid, p50 / max",
        f"{many.fresh.p50:.1f} / {many.fresh.max:.1f} s ({many.fresh.count})",
        "",
    )
    yield f"{name}: workflow tasks over two seconds, failed", f"{many.deadlocks}, {many.failed_tasks}", "0, 0"
    yield f"{name}: memory, peak", f"{many.peak_bytes / _GIB:.2f} GiB", "< 1.5 GiB"


def _later(seconds: float | None) -> str:
    return "not in time" if seconds is None else f"{seconds:.1f} s later"
