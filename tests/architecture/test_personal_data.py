"""Personal data stays out of the engine: no such type is reachable from any message of any workflow or activity."""

import inspect
import typing
from collections.abc import Iterator
from types import UnionType

import pytest
from pydantic import BaseModel, ValidationError

from activities.certificates.identity import IdentityActivities
from activities.certificates.issuance import IssuanceActivities
from activities.certificates.post import PostActivities
from activities.certificates.registry import RegistryActivities
from activities.certificates.terms import TermsActivities
from activities.overpayments import OverpaymentActivities
from activities.payments import PaymentActivities
from activities.policy import PolicyActivities
from activities.recording import RecordingActivities
from domain.cases.submission import Sent, Submission
from domain.certificates.application import Applicant, Application, Delivery
from domain.certificates.by_card import CardForm
from domain.certificates.documents import CertificateOrder, CoverLetterOrder
from domain.certificates.draft import Filling, Typed
from domain.certificates.submission import SignedForm
from domain.documents import Document
from domain.identity.attributes import BasicFourAttributes, IdentityFinding, Signer
from domain.identity.residents import HouseholdMember, RegistryFinding, ResidentRecord
from domain.identity.seals import Impression, SealRegistration
from domain.mail import Mail
from domain.postal.letters import Letter, Recipient
from workflows.certificates.workflow import CertificateRequestWorkflow
from workflows.fee_payment.workflow import FeePaymentWorkflow
from workflows.overpayment.workflow import OverpaymentWorkflow

PERSONAL = {
    Filling, Typed, Applicant, Application, Delivery, CertificateOrder, CoverLetterOrder, Document, BasicFourAttributes, IdentityFinding,
    HouseholdMember, RegistryFinding, ResidentRecord, SealRegistration, Impression, Mail, Letter, Recipient, SignedForm, CardForm, Signer, Sent,
    Submission,
}  # fmt: skip
CLASSES = (
    CertificateRequestWorkflow,
    FeePaymentWorkflow,
    OverpaymentWorkflow,
    IdentityActivities,
    IssuanceActivities,
    OverpaymentActivities,
    PaymentActivities,
    PolicyActivities,
    PostActivities,
    RecordingActivities,
    RegistryActivities,
    TermsActivities,
)
MARKS = (
    "__temporal_activity_definition",
    "__temporal_signal_definition",
    "__temporal_query_definition",
    "__temporal_workflow_run",
)


def message_methods(owner: type) -> Iterator[typing.Any]:
    for _, member in inspect.getmembers(owner):
        if any(hasattr(member, mark) for mark in MARKS) or hasattr(member, "_defn"):
            yield member


def reachable(hint: typing.Any, seen: set[typing.Any]) -> set[typing.Any]:
    if hint in seen:
        return seen
    seen.add(hint)
    for part in typing.get_args(hint):
        if isinstance(part, type) or typing.get_origin(part) or isinstance(part, UnionType):
            reachable(part, seen)
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        for field in hint.model_fields.values():
            reachable(field.annotation, seen)
    return seen


@pytest.mark.parametrize("owner", CLASSES, ids=lambda each: each.__name__)
def test_messages_carry_no_personal_data(owner: type):
    """Inputs, answers, signals, updates and queries name requests, codes and amounts, never people."""
    methods = list(message_methods(owner))
    hints = [hint for method in methods for hint in typing.get_type_hints(method).values()]

    found = {kind.__name__ for hint in hints for kind in reachable(hint, set()) & PERSONAL}

    assert methods
    assert found == set()


@pytest.mark.parametrize("kind", sorted(PERSONAL, key=lambda each: each.__name__), ids=lambda each: each.__name__)
def test_a_refused_value_shows_in_no_exception(kind: type[BaseModel]):
    """Whoever prints or logs the refusal of a personal type sees the field at fault and nothing of what it held."""
    with pytest.raises(ValidationError) as refused:
        kind.model_validate({name: ["山田　花子"] for name in kind.model_fields})

    assert refused.value.error_count()
    assert "山田" not in str(refused.value)


def test_the_walk_finds_what_it_looks_for():
    """The check itself: a message that held an application would be found."""

    class Leaking(BaseModel):
        inside: tuple[Application, ...] | None = None

    assert reachable(Leaking, set()) & PERSONAL == {Application, Applicant, Delivery}
