"""A request as it comes to the counter and as the intake keeps it: the signed form, and what it asks for."""

from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError

from domain.cases.submission import IdempotencyKey, Sent, StartOrder, Submission
from domain.cases.vault import VaultKind
from domain.certificates.application import Application
from domain.certificates.by_card import CardForm
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


class SignedForm(BaseModel):
    """A form that can be read, with its signature (CMS, DER): a typed application, or one that the card completes."""

    model_config = PERSONAL

    form: Application | CardForm
    signature: bytes
    idempotency_key: IdempotencyKey

    @property
    def sent(self) -> Sent:
        """Return what was sent, by which it is known again."""
        return Sent(
            municipality=self.form.municipality, idempotency_key=self.idempotency_key, body=self._body(self.form)
        )

    def submission(self, application: Application) -> Submission:
        """Return what the intake stores of it; `application` is the whole one that the form has become."""
        subject = Subject(kind=application.kind, options=application.options, copies=application.copies)
        return Submission(
            **dict(self.sent),
            procedure=NAME,
            subject=subject.model_dump(mode="json"),
            statement=application.nonce,
            items=self._body(application),
        )

    def _body(self, form: Application | CardForm) -> dict[str, bytes]:
        return {VaultKind.APPLICATION: form.model_dump_json().encode(), VaultKind.SIGNATURE: self.signature}
