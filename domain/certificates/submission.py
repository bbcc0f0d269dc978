"""A request as it comes to the counter and as the intake keeps it: the signed form, and what it asks for."""

from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError

from domain.cases.submission import IdempotencyKey, StartOrder, Submission
from domain.cases.vault import VaultKind
from domain.certificates.application import Application
from domain.certificates.kinds import CertificateKind, CertificateOptions, Copies
from domain.errors import DomainError, ErrorCode
from domain.personal import PERSONAL

NAME = "certificates"
"""The procedure's name."""


class Subject(BaseModel):
    """What a request is for: which certificate, with what on it, how many. No personal data."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: CertificateKind
    options: CertificateOptions
    copies: Copies

    @classmethod
    def of(cls, order: StartOrder) -> Self:
        """Return what a request in the intake is for. Raises DomainError(EVENT_UNKNOWN) for one of another release."""
        try:
            return cls.model_validate(order.subject)
        except ValidationError:
            pass
        raise DomainError(ErrorCode.EVENT_UNKNOWN, procedure=NAME)


class SignedApplication(BaseModel):
    """A checked application with its signature (CMS, DER). Personal data: kept in the vault."""

    model_config = PERSONAL

    application: Application
    signature: bytes
    idempotency_key: IdempotencyKey

    @property
    def submission(self) -> Submission:
        """Return what the intake stores of it."""
        application = self.application
        subject = Subject(kind=application.kind, options=application.options, copies=application.copies)
        return Submission(
            procedure=NAME,
            municipality=application.municipality,
            subject=subject.model_dump(mode="json"),
            statement=application.nonce,
            items={
                VaultKind.APPLICATION: application.model_dump_json().encode(),
                VaultKind.SIGNATURE: self.signature,
            },
            idempotency_key=self.idempotency_key,
        )
