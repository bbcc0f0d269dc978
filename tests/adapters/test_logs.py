"""Logs are lines of JSON on standard error, in UTC, with the levels asked for."""

import json
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = """
import logging, structlog
from adapters.logs import configure_logs
configure_logs({level})
log = structlog.get_logger()
log.debug("small")
log.info("case taken", request_id="r-1", note="受付")
try:
    raise ValueError("why")
except ValueError:
    log.exception("broken")
logging.getLogger("library").info("chatter")
logging.getLogger("library").warning("careful")
"""


def logged(level=""):
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(level=level)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ended.stdout == ""
    return ended.stderr.splitlines()


def test_each_event_is_one_line_of_json():
    """Event, level, fields and an instant in UTC; Japanese as it is; a trace inside its line."""
    *ours, librarys = logged()
    taken, broken = map(json.loads, ours)

    assert (taken["event"], taken["level"], taken["request_id"], taken["note"]) == ("case taken", "info", "r-1", "受付")
    assert "受付" in ours[0]
    assert datetime.fromisoformat(taken["timestamp"]).utcoffset() == timedelta(0)
    assert (broken["event"], broken["level"]) == ("broken", "error")
    assert "ValueError: why" in broken["exception"]
    assert librarys == "WARNING library careful"


def test_the_level_is_the_one_asked_for():
    """Debugging shows more, a warning level less."""
    events = [json.loads(line)["event"] for line in logged('"debug"') if line.startswith("{")]
    assert events == ["small", "case taken", "broken"]
    assert [json.loads(line)["event"] for line in logged('"warning"') if line.startswith("{")] == ["broken"]
