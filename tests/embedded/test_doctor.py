"""What the doctor finds, and that each finding says how to mend it."""

import os
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from fixtures.engine_tls import Papers
from google.protobuf.duration_pb2 import Duration
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client

from embedded.data_folder import DataFolder
from embedded.doctor import Check, examine
from embedded.journal import ProcessJournal


async def _examine(tmp_path: Path, **changes: str) -> dict[str, Check]:
    environment = {"PATH": "/nowhere", "HOME": str(tmp_path / "home"), **changes}
    return {check.name: check for check in await examine(tmp_path, environment)}


async def test_every_failed_check_has_a_fix(tmp_path: Path) -> None:
    """A finding without a way out is no help."""
    found = await _examine(tmp_path)
    assert [check.name for check in found.values() if not check.ok and not check.fix] == []
    assert [check.name for check in found.values() if check.ok and check.fix] == []
    assert not (tmp_path / "var").exists(), "looking changes nothing"


async def test_stale_lock_and_left_over_processes_are_found(tmp_path: Path) -> None:
    """A lock whose holder is gone is no fault; a process it left is, with its number."""
    folder = DataFolder(tmp_path / "var")
    folder.acquire()
    assert "is running here" in (await _examine(tmp_path))["lock"].found
    folder.release()
    (folder.path / "stack.lock").write_text("999999999\n")
    ProcessJournal(folder.path / "processes.json").add(os.getpid(), 15)
    found = await _examine(tmp_path)
    assert "999999999, which is gone" in found["lock"].found
    assert found["left-over processes"].fix == f"kill {os.getpid()}"


async def test_data_folder_that_cannot_be_made_is_found(tmp_path: Path) -> None:
    """A data folder in the way of which a file lies."""
    (tmp_path / "var").write_text("")
    found = await _examine(tmp_path)
    assert not found["data folder"].ok


async def test_given_program_that_is_none_is_found(tmp_path: Path) -> None:
    """TEMPORAL_CLI that names another program."""
    given = Path(sys.executable)
    found = {check.name: check for check in await examine(tmp_path, {"HOME": str(tmp_path)}, temporal_cli=given)}
    assert found["temporal"].fix == "unset TEMPORAL_CLI"


async def test_the_engines_door_is_told(tmp_path: Path) -> None:
    """Without TLS: what protects it and what does not; with it: whether the files are in order, and which is not."""
    plain = (await _examine(tmp_path))["engine's door"]
    assert plain.ok
    assert "127.0.0.1 alone, no TLS" in plain.found
    missing = {f"MADOGUCHI_TEMPORAL_TLS_{name}": str(tmp_path / name) for name in ("CA", "CERT", "KEY")}
    broken = (await _examine(tmp_path, **missing))["engine's door"]
    assert not broken.ok
    assert all(path in broken.found for path in missing.values())
    papers = Papers.made(tmp_path / "papers").settings("127.0.0.1:7233")
    files = {
        f"MADOGUCHI_{name.upper()}": str(value) for name, value in papers if name.startswith("temporal_tls") and value
    }
    whole = (await _examine(tmp_path, **files))["engine's door"]
    assert (whole.ok, whole.found) == (True, "TLS to 127.0.0.1:7233; its files are in order")


async def test_nobody_is_asked_about_procedures_where_no_engine_is_named(tmp_path: Path) -> None:
    """A fresh checkout has no stack: nothing is wrong."""
    assert (await _examine(tmp_path))["procedures"].ok


async def test_an_engine_that_does_not_answer_is_found(tmp_path: Path) -> None:
    """Whether somebody works on the procedures cannot be said."""
    found = (await _examine(tmp_path, MADOGUCHI_TEMPORAL_ADDRESS="127.0.0.1:9"))["procedures"]
    assert not found.ok
    assert "cannot be asked" in found.found


@pytest.mark.engine
async def test_a_procedure_that_no_worker_asks_for_is_found(
    tmp_path: Path, engine_address: str, engine: Client
) -> None:
    """Its cases wait, and nothing else would say so. In a namespace of its own, where no other test works."""
    namespace = f"doctor-{uuid4().hex[:8]}"
    retention = Duration(seconds=86_400)
    order = RegisterNamespaceRequest(namespace=namespace, workflow_execution_retention_period=retention)
    await engine.workflow_service.register_namespace(order)
    settings = {"MADOGUCHI_TEMPORAL_ADDRESS": engine_address, "MADOGUCHI_TEMPORAL_NAMESPACE": namespace}
    found = (await _examine(tmp_path, **settings))["procedures"]
    assert (found.ok, found.found) == (False, "no worker asks for certificates: its cases wait")

    nowhere = {**settings, "MADOGUCHI_TEMPORAL_NAMESPACE": f"{namespace}-unknown"}
    assert "cannot be asked" in (await _examine(tmp_path, **nowhere))["procedures"].found
