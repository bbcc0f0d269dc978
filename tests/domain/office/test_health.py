"""What waits is late by the same figures by which somebody is rung."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.office.health import LONGEST_WAIT, NONE_MAY_WAIT, Health, State, system, waits

ALERTS = (Path(__file__).parents[3] / "deploy" / "prometheus" / "alerts.yml").read_text(encoding="utf-8")
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def health(*lines):
    return Health(at=NOW, release="1", policy_version="0" * 16, systems=lines[:1], waiting=lines[1:])


@pytest.mark.parametrize(
    ("line", "state"),
    [
        (waits("mails", 3, 3600.0), State.FINE),
        (waits("mails", 3, 3601.0), State.LATE),
        (waits("mails_given_up", 0, 0.0), State.FINE),
        (waits("mails_given_up", 1, 0.0), State.LATE),
        (waits("effects", 9, 10.0**6), State.FINE),
        (system("temporal", answers=False), State.SILENT),
    ],
    ids=lambda value: str(getattr(value, "name", "")),
)
def test_what_is_late_or_silent_needs_somebody(line, state):
    assert line.state is state
    assert health(system("postgres", answers=True), line).ok == (state is State.FINE)


def test_the_limits_are_those_of_the_alarms():
    rung = dict(re.findall(r'madoguchi_waiting_seconds\{kind="(\w+)"\}\) > (\d+)', ALERTS))
    uncovered = re.search(r"madoguchi_checkpoint_timestamp_seconds\) > (\d+)", ALERTS)
    assert {**rung, "uncovered": uncovered and uncovered[1]} == {
        kind: f"{each:.0f}" for kind, each in LONGEST_WAIT.items()
    }
    assert all(f'madoguchi_waiting{{kind="{kind}"}}) > 0' in ALERTS for kind in NONE_MAY_WAIT)
