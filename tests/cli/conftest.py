"""An installation for the command's tests."""

import os
from pathlib import Path

import pytest
from fixtures.engine import TEST_OFFICE, TEST_PAYLOAD
from fixtures.installation import NOWHERE, ROOT, Installation

from adapters.keys import Keys
from adapters.postgres.session import Pool
from embedded.stack_environment import TEST_CARD_POLICY
from sandbox.jpki.pki import SandboxPki


@pytest.fixture(scope="session")
def card_roots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one pinned root."""
    return SandboxPki(tmp_path_factory.mktemp("pki")).root_file.parent


@pytest.fixture
def installation(pool: Pool, postgres_dsn: str, card_roots: Path, tmp_path: Path) -> Installation:
    """An installation on the test's database, with the test keys of histories; its engine does not answer."""
    for name in ("archive", "checkpoints"):
        (tmp_path / name).mkdir()
    TEST_OFFICE.save_new(tmp_path / "voucher.json")
    Keys.generate(TEST_OFFICE).model_copy(update={"payload": TEST_PAYLOAD}).save_new(tmp_path / "keys.json")
    settings = {
        "DATABASE_URL": postgres_dsn,
        "KEYS_FILE": tmp_path / "keys.json",
        "VOUCHER_KEY_FILE": tmp_path / "voucher.json",
        "TEMPORAL_ADDRESS": NOWHERE,
        "MUNICIPALITY": "999001",
        "MUNICIPALITIES_DIR": ROOT / "municipalities",
        "JPKI_ROOTS_DIR": card_roots,
        "JPKI_CRL_URL": f"http://{NOWHERE}/crl",
        "JPKI_POLICY_OID": TEST_CARD_POLICY,
        "ARCHIVE_DIR": tmp_path / "archive",
        "CHECKPOINT_DIR": tmp_path / "checkpoints",
        "WEB_BASE_URL": f"http://{NOWHERE}",
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MADOGUCHI_")}
    ours = {f"MADOGUCHI_{name}": str(value) for name, value in settings.items()}
    return Installation(tmp_path, pool, {**kept, **ours, "COLUMNS": "200"})
