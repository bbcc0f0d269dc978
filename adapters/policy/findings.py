"""What is wrong with a file of a municipality, for the person who has to mend it."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from domain.errors import DomainError, ErrorCode


class Finding(BaseModel):
    """One fault. `line` counts from 1; None when the fault belongs to no line, such as a missing key."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: Path
    line: int | None
    key: str
    reason: str
    fix: str

    def __str__(self) -> str:
        """Return the fault on one line, as compilers write it."""
        place = str(self.file) if self.line is None else f"{self.file}:{self.line}"
        subject = f"{self.key}: " if self.key else ""
        return f"{place}: {subject}{self.reason} ({self.fix})"


class PolicyFilesRefused(DomainError):  # noqa: N818 - reads as what happened
    """The files cannot be used; `findings` says why, all of it at once."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(ErrorCode.POLICY_INVALID, findings=len(findings), first=str(findings[0]))
        self.findings = findings
