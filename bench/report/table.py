"""The results as text, for a terminal and for docs/performance.md (Markdown reads well in both)."""

from collections.abc import Mapping, Sequence
from typing import Any

from bench.report.targets import judged


def comparison_table(body: Mapping[str, Any]) -> str:
    """Return A, B and C side by side."""
    rows = [
        (
            row["name"],
            f"{row['p50_ms']:.0f} ms",
            f"{row['p95_ms']:.0f} ms",
            f"{row['per_second_at_16']:.1f}/s",
            f"{row['processor_ms']['worker']:.0f} ms",
            f"{row['processor_ms']['server']:.0f} ms" if "server" in row["processor_ms"] else "-",
            f"{row['processor_ms']['postgres']:.0f} ms",
        )
        for row in body["rows"]
    ]
    head = ("", "p50 alone", "p95 alone", "at 16", "CPU worker", "CPU Temporal", "CPU Postgres")
    return markdown(head, rows)


def target_table(body: Mapping[str, Any]) -> str:
    """Return every target with what was measured."""
    rows = [
        (
            each.target.name,
            "-" if each.value is None else f"{each.value:g}",
            f"{each.target.kind} {each.target.limit:g}",
            each.verdict,
        )
        for each in judged(body)
    ]
    return markdown(("", "measured", "target", ""), rows)


def ratio_table(body: Mapping[str, Any]) -> str:
    """Return the ratios that are no target, and the replay."""
    ratios, replay = body["ratios"], body["replay"]
    rows = [
        (
            "processor time of all processes beside the bare engine's, what is done later included (A/B)",
            _number(ratios["processor_vs_bare"]),
        ),
        ("the bare workflows beside DBOS, latency (B/C)", _number(ratios["bare_latency_vs_dbos"])),
        (
            "our request beside DBOS with the same messages, latency (A/C+)",
            _number(ratios["latency_vs_dbos_with_messages"]),
        ),
        (
            f"replay of a case beside a bare one ({replay['ours_ms']:.1f} ms, {replay['bare_ms']:.1f} ms)",
            _number(ratios["replay_vs_bare"]),
        ),
    ]
    return markdown(("", "ratio"), rows)


def history_table(body: Mapping[str, Any]) -> str:
    """Return what a request with its payment leaves in its histories, by kind."""
    history = body["history"]
    rows = [(name.lower().replace("_", " "), str(count)) for name, count in history["by_kind"].items()]
    total = ("all", f"{history['events']}, {history['bytes']} bytes")
    return markdown(("event", "count"), [*rows, total])


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table whose columns line up."""
    widths = [max(len(line[column]) for line in (head, *rows)) for column in range(len(head))]
    lines = [head, tuple("-" * width for width in widths), *rows]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    )


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:g}"
