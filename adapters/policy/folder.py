"""One municipality's folder: its files into one policy, with the version that cases pin.

General files stand in the folder itself; those of a procedure in a folder of the procedure's name beside them, which a
municipality that does not offer it does not have.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from adapters.payment_providers import provider_faults
from adapters.policy.findings import Finding
from adapters.policy.reading import finding, read_part
from domain.municipality.code_mail import code_mail_faults
from domain.municipality.cross_faults import cross_faults
from domain.municipality.faults import Fault
from domain.municipality.municipality import Municipality
from domain.municipality.officers import Officers, officer_faults
from domain.municipality.payment import PaymentSettings
from domain.municipality.policy import MunicipalityPolicy, ProcedureRules
from domain.municipality.postage import Postage, postage_faults
from domain.municipality.rule_files import RuleFile, RuleFiles
from domain.municipality.texts import Language, Texts
from domain.procedures import Procedures

MUNICIPALITY_FILE = "municipality.toml"

_GENERAL = {
    "municipality": RuleFile(Municipality),
    "postage": RuleFile(Postage, postage_faults),
    "payment": RuleFile(PaymentSettings, provider_faults),
    "officers": RuleFile(Officers, officer_faults),
}
_TEXTS = RuleFile(Texts, code_mail_faults)


class Folder(NamedTuple):
    """Result of reading a folder: a policy, or findings, never both."""

    policy: MunicipalityPolicy | None
    findings: tuple[Finding, ...]


class _Parts(NamedTuple):
    """What the files of one folder hold, by field; with findings, not all of it."""

    values: Mapping[str, Any]
    findings: tuple[Finding, ...]


def read_folder(folder: Path, procedures: Procedures) -> Folder:
    """Read every file of a municipality; every fault of every file is found at once."""
    offered = {each.name: each.rules for each in procedures if (folder / each.name).is_dir()}
    general = _read_files(folder, _GENERAL, _TEXTS)
    own = {name: _read_files(folder / name, form.files, form.texts) for name, form in offered.items()}
    findings = [found for parts in (general, *own.values()) for found in parts.findings]
    findings.extend(_strange_folders(folder, procedures))
    if findings:
        return Folder(None, tuple(findings))
    rules = {name: offered[name].form.model_validate(parts.values) for name, parts in own.items()}
    files = (path for part in (folder, *(folder / name for name in offered)) for path in part.glob("*.toml"))
    policy = MunicipalityPolicy.model_validate(
        {"version": _version_of(folder, files), "procedures": rules, **general.values}
    )
    crossing = tuple(_crossing(folder, policy, offered))
    return Folder(None if crossing else policy, crossing)


def _read_files(folder: Path, files: Mapping[str, RuleFile], texts: RuleFile) -> _Parts:
    """Read one folder's files: one per part, one per language, and none besides."""
    named = {f"texts.{language}": language for language in Language}
    forms = {**files, **dict.fromkeys(named, texts)}
    readings = {name: read_part(folder / f"{name}.toml", form.model, form.check) for name, form in forms.items()}
    values = {name: readings[name].part for name in files}
    findings = (found for reading in readings.values() for found in reading.findings)
    return _Parts(
        {**values, "texts": {language: readings[name].part for name, language in named.items()}},
        (*findings, *_strange_files(folder, forms)),
    )


def _version_of(folder: Path, files: Iterable[Path]) -> str:
    """Return the first 16 hex digits of the SHA-256 over the names and contents of the files."""
    digest = hashlib.sha256()
    for name, path in sorted((path.relative_to(folder).as_posix(), path) for path in files):
        content = path.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]


def _strange_files(folder: Path, known: Mapping[str, RuleFile]) -> Iterator[Finding]:
    for path in sorted(folder.glob("*.toml")):
        if path.stem not in known:
            reason, fix = "no such file is known", "correct its name or remove it"
            yield Finding(file=path, line=None, key="", reason=reason, fix=fix)


def _strange_folders(folder: Path, procedures: Procedures) -> Iterator[Finding]:
    names = {each.name for each in procedures}
    for path in sorted(folder.iterdir() if folder.is_dir() else ()):
        if path.name in names and not path.is_dir():
            reason, fix = "this is not a folder, or leads to none", "write the procedure's files there, or remove it"
            yield Finding(file=path, line=None, key="", reason=reason, fix=fix)
        if path.is_dir() and path.name not in names and not path.name.startswith((".", "_")):
            reason, fix = "no procedure has this name", f"name the folder after one of: {', '.join(sorted(names))}"
            yield Finding(file=path, line=None, key="", reason=reason, fix=fix)


def _crossing(
    folder: Path, policy: MunicipalityPolicy, offered: Mapping[str, RuleFiles[ProcedureRules]]
) -> Iterator[Finding]:
    for part, fault in _misfits(policy, offered):
        path = folder / f"{part}.toml"
        yield finding(path, path.read_text(encoding="utf-8"), fault)
    if policy.municipality.code != folder.resolve().name:
        path = folder / MUNICIPALITY_FILE
        reason = f"the code {policy.municipality.code} is not the folder's name"
        yield finding(path, path.read_text(encoding="utf-8"), Fault("code", reason, "rename one of the two"))


def _misfits(
    policy: MunicipalityPolicy, offered: Mapping[str, RuleFiles[ProcedureRules]]
) -> Iterator[tuple[str, Fault]]:
    yield from cross_faults(policy)
    for name, form in offered.items():
        yield from form.misfits(policy, policy.procedures[name])
