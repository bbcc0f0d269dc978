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
log.info("case taken", case_id="r-1", note="受付")
try:
    raise ValueError("why")
except ValueError:
    log.exception("broken")
logging.getLogger("library").info("chatter")
logging.getLogger("library").warning("careful of %s\\nquoted below", "this")
try:
    raise ValueError("a name that is nobody's business")
except ValueError:
    logging.getLogger("library").exception("broken", extra={"temporal_activity": {
        "workflow_id": "fee-payment/pay-01a20a20-321b-7211-8546-60b26f8e22d5", "activity_type": "create_charge", "x": 1}})
"""


def run(program):
    """Run a program and return its lines on standard error, each read as JSON, and its exit status."""
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.stdout == ""
    return [json.loads(line) for line in ended.stderr.splitlines()], ended


def logged(level=""):
    return run(PROGRAM.replace("{level}", level))[0]


def test_each_event_is_one_line_of_json():
    """Event, level, fields and an instant in UTC; Japanese as it is; a trace inside its line."""
    lines, ended = run(PROGRAM.replace("{level}", ""))
    taken, broken, *_ = lines

    assert (taken["event"], taken["level"], taken["case_id"], taken["note"]) == ("case taken", "info", "r-1", "受付")
    assert "受付" in ended.stderr.splitlines()[0]
    assert datetime.fromisoformat(taken["timestamp"]).utcoffset() == timedelta(0)
    assert (broken["event"], broken["level"]) == ("broken", "error")
    assert "ValueError: why" in broken["exception"]


def test_what_libraries_log_is_json_too_and_quotes_nothing():
    """First line of the message alone; an exception by type and place, never by its message."""
    lines, ended = run(PROGRAM.replace("{level}", ""))
    careful, broken = lines[2:]

    assert (careful["event"], careful["level"], careful["logger"]) == ("careful of this", "warning", "library")
    assert [each["type"] for each in broken["chain"]] == ["builtins.ValueError"]
    assert broken["chain"][0]["frames"] == ["<string>:15 <module>"]
    assert "nobody's business" not in ended.stderr


def test_a_line_of_the_engines_sdk_says_which_request_it_is_about():
    """The request's id is taken from the workflow's, also for its payment; what else the SDK knows is left out."""
    line = logged()[-1]

    assert line["case_id"] == "01a20a20-321b-7211-8546-60b26f8e22d5"
    assert line["activity_type"] == "create_charge"
    assert "x" not in line


def test_the_level_is_the_one_asked_for():
    """Debugging shows more, a warning level less."""
    assert [each["event"] for each in logged('"debug"') if "logger" not in each] == ["small", "case taken", "broken"]
    assert [each["event"] for each in logged('"warning"') if "logger" not in each] == ["broken"]
