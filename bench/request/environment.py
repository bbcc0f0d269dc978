"""The settings of a worker of ours on the benchmark's servers; the outside systems it names do not exist."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from adapters.keys import Keys, VoucherKey
from adapters.postgres.migrate import migrate
from bench.servers.ground import ROOT, Ground
from embedded.ports import LOOPBACK, free_port
from embedded.stack_environment import TEST_CARD_POLICY, inherited
from sandbox.jpki.pki import SandboxPki

MUNICIPALITY = "999001"
DATABASE = "madoguchi"
OFFICE_KEY = "voucher.json"
"""Beside the key file: what the driver vouches for its officers with."""
_NOBODY = f"http://{LOOPBACK}:9"  # the discard port: nobody listens


async def worker_environment(ground: Ground, folder: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """Return every variable a worker needs. Makes and migrates the database, makes keys and folders."""
    dsn = await ground.database(DATABASE)
    await migrate(dsn)
    keys, roots = await asyncio.to_thread(_prepared, folder)
    return {
        **inherited(environment),
        "MADOGUCHI_ENV": "dev",
        "MADOGUCHI_DATABASE_URL": dsn,
        "MADOGUCHI_TEMPORAL_ADDRESS": ground.temporal,
        "MADOGUCHI_TEMPORAL_NAMESPACE": ground.namespace,
        "MADOGUCHI_MUNICIPALITY": MUNICIPALITY,
        "MADOGUCHI_MUNICIPALITIES_DIR": str(ROOT / "municipalities"),
        "MADOGUCHI_KEYS_FILE": str(keys),
        "MADOGUCHI_ARCHIVE_DIR": str(folder / "archive"),
        "MADOGUCHI_CHECKPOINT_DIR": str(folder / "checkpoints"),
        "MADOGUCHI_WEB_BASE_URL": _NOBODY,
        "MADOGUCHI_WORKER_HEALTH_PORT": str(free_port()),
        "MADOGUCHI_JPKI_ROOTS_DIR": str(roots),
        "MADOGUCHI_JPKI_CRL_URL": f"{_NOBODY}/crl",
        "MADOGUCHI_JPKI_POLICY_OID": TEST_CARD_POLICY,
        "MADOGUCHI_REGISTRY_URL": _NOBODY,
        "MADOGUCHI_REGISTRY_TOKEN": "none",
        "MADOGUCHI_POST_URL": _NOBODY,
        "MADOGUCHI_POST_TOKEN": "none",
        "MADOGUCHI_PAYPAY_URL": _NOBODY,
        "MADOGUCHI_PAYPAY_KEY": "none",
        "MADOGUCHI_PAYPAY_SECRET": "none",
        "MADOGUCHI_PAYPAY_MERCHANT": "none",
        "MADOGUCHI_SMTP_HOST": LOOPBACK,
        "MADOGUCHI_SMTP_PORT": "9",
        "MADOGUCHI_MAIL_FROM": "madoguchi@city.example",
    }


def _prepared(folder: Path) -> tuple[Path, Path]:
    for name in ("archive", "checkpoints", "pki"):
        (folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
    keys, office = folder / "keys.json", folder / OFFICE_KEY
    if not keys.exists():
        voucher = VoucherKey.generate()
        voucher.save_new(office)
        Keys.generate(voucher).save_new(keys)
    pki = SandboxPki(folder / "pki", people=())
    return keys, pki.root_file.parent
