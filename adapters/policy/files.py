"""`PolicyBook` over a folder of municipalities, read once at start."""

from pathlib import Path

from adapters.policy.findings import Finding, PolicyFilesRefused
from adapters.policy.folder import MUNICIPALITY_FILE, Folder, read_folder
from adapters.policy.holiday_list import national_holidays
from domain.errors import DomainError, ErrorCode
from domain.municipality.calendar import ClosedDays, closed_days
from domain.municipality.policy import MunicipalityPolicy
from domain.procedures import PROCEDURES, Procedures


class PolicyFiles:
    """Policies of `directory`, one folder per municipality code.

    Raises PolicyFilesRefused (a DomainError, POLICY_INVALID) with all findings when any file is wrong: a city's desk
    does not open on half a rule.
    """

    def __init__(self, directory: Path, procedures: Procedures = PROCEDURES) -> None:
        folders = _read(directory, procedures)
        findings = tuple(found for folder in folders for found in folder.findings)
        if findings:
            raise PolicyFilesRefused(findings)
        policies = (folder.policy for folder in folders)
        self._policies = {policy.municipality.code: policy for policy in policies if policy}
        self._calendars: dict[tuple[str, int, int], ClosedDays] = {}

    @property
    def codes(self) -> tuple[str, ...]:
        """The municipalities served."""
        return tuple(self._policies)

    def policy(self, code: str) -> MunicipalityPolicy:
        """Return a municipality's policy. Raises DomainError(POLICY_INVALID) for an unknown code."""
        if code not in self._policies:
            raise DomainError(ErrorCode.POLICY_INVALID, why="municipality_unknown")
        return self._policies[code]

    def closed_days(self, code: str, first_year: int, last_year: int) -> ClosedDays:
        """Return the closing days of whole years, both included. Raises DomainError(POLICY_INVALID) likewise."""
        closing = self.policy(code).municipality.closing
        key = (code, first_year, last_year)
        if key not in self._calendars:
            self._calendars[key] = closed_days(closing, first_year, last_year, national_holidays)
        return self._calendars[key]


def check(directory: Path, procedures: Procedures = PROCEDURES) -> list[Finding]:
    """Return every fault of a municipality's folder, or of a folder of such folders."""
    return [found for folder in _read(directory, procedures) for found in folder.findings]


def _read(directory: Path, procedures: Procedures) -> list[Folder]:
    if (directory / MUNICIPALITY_FILE).is_file():
        return [read_folder(directory, procedures)]
    inside = sorted(path for path in directory.iterdir() if path.is_dir()) if directory.is_dir() else []
    folders = [path for path in inside if not path.name.startswith((".", "_"))]
    if folders:
        return [read_folder(path, procedures) for path in folders]
    reason = "there is no municipality in this folder" if directory.is_dir() else "this folder does not exist"
    fix = "name a folder that holds municipality.toml, or a folder of such folders"
    return [Folder(None, (Finding(file=directory, line=None, key="", reason=reason, fix=fix),))]
