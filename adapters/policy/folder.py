"""One municipality's folder: its files into one policy, with the version that requests pin."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel

from adapters.policy.findings import Finding
from adapters.policy.reading import finding, read_part
from domain.certificates.fee_table import FeeTable, fee_faults
from domain.certificates.offers import CertificateOffers, offer_faults
from domain.municipality.cross_faults import cross_faults
from domain.municipality.faults import Fault
from domain.municipality.municipality import Municipality
from domain.municipality.officers import Officers, officer_faults
from domain.municipality.payment import PaymentSettings
from domain.municipality.policy import MunicipalityPolicy
from domain.municipality.postage import Postage, postage_faults
from domain.municipality.refunds import RefundTable, refund_faults
from domain.municipality.spans import Deadlines
from domain.municipality.text_faults import text_faults
from domain.municipality.texts import Language, Texts

MUNICIPALITY_FILE = "municipality.toml"


class _Form(NamedTuple):
    model: type[BaseModel]
    check: Callable[[Any], tuple[Fault, ...]] | None = None


_PARTS = {
    "municipality": _Form(Municipality),
    "certificates": _Form(CertificateOffers, offer_faults),
    "fees": _Form(FeeTable, fee_faults),
    "postage": _Form(Postage, postage_faults),
    "refunds": _Form(RefundTable, refund_faults),
    "deadlines": _Form(Deadlines),
    "payment": _Form(PaymentSettings),
    "officers": _Form(Officers, officer_faults),
}
_TEXTS = {f"texts.{language}": language for language in Language}
_FORMS = _PARTS | dict.fromkeys(_TEXTS, _Form(Texts, text_faults))


class Folder(NamedTuple):
    """Result of reading a folder: a policy, or findings, never both."""

    policy: MunicipalityPolicy | None
    findings: tuple[Finding, ...]


def read_folder(folder: Path) -> Folder:
    """Read every file of a municipality; every fault of every file is found at once."""
    readings = {name: read_part(folder / f"{name}.toml", form.model, form.check) for name, form in _FORMS.items()}
    findings = [found for reading in readings.values() for found in reading.findings]
    findings.extend(_strangers(folder))
    if findings:
        return Folder(None, tuple(findings))
    parts = {name: readings[name].part for name in _PARTS}
    texts = {language: readings[name].part for name, language in _TEXTS.items()}
    policy = MunicipalityPolicy.model_validate({"version": version_of(folder), "texts": texts, **parts})
    crossing = tuple(_crossing(folder, policy))
    return Folder(None if crossing else policy, crossing)


def version_of(folder: Path) -> str:
    """Return the first 16 hex digits of the SHA-256 over the names and contents of the folder's files."""
    digest = hashlib.sha256()
    for name in sorted(_FORMS):
        content = (folder / f"{name}.toml").read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]


def _strangers(folder: Path) -> Iterator[Finding]:
    for path in sorted(folder.glob("*.toml")):
        if path.stem not in _FORMS:
            yield Finding(
                file=path, line=None, key="", reason="no such file is known", fix="correct its name or remove it"
            )


def _crossing(folder: Path, policy: MunicipalityPolicy) -> Iterator[Finding]:
    for part, fault in cross_faults(policy):
        path = folder / f"{part}.toml"
        yield finding(path, path.read_text(encoding="utf-8"), fault)
    if policy.municipality.code != folder.resolve().name:
        path = folder / MUNICIPALITY_FILE
        reason = f"the code {policy.municipality.code} is not the folder's name"
        yield finding(path, path.read_text(encoding="utf-8"), Fault("code", reason, "rename one of the two"))
