"""The client of certificates speaks to their workflows alone."""

from typing import Any, cast

import pytest
from fakes.numbers import FakeNumbers
from temporalio.client import Client

from domain.actors import APPLICANT
from domain.cases.citizen import Proof
from domain.certificates.commands import Decision, Withdraw
from domain.errors import DomainError, ErrorCode
from workflows.certificates.client import CertificateRequestClient
from workflows.certificates.messages import PostalHint

DOG = "dog-0190b5b4-0000-7000-8000-000000000001"
WITHDRAWAL = Decision(decision_id="withdraw-1", actor=APPLICANT, command=Withdraw(proof=Proof.CODE))


@pytest.mark.parametrize(
    "say",
    [
        lambda client: client.decide(DOG, WITHDRAWAL),
        lambda client: client.decide_later(DOG, WITHDRAWAL),
        lambda client: client.postal_hint(DOG, PostalHint(event_id="scan-1")),
        lambda client: client.state(DOG),
    ],
    ids=["decide", "decide later", "hint", "state"],
)
async def test_nothing_is_said_to_another_procedures_workflow(say: Any) -> None:
    """A citizen's code or an officer's word for a dog reaches no dog's workflow: there is no such request, and no engine is asked."""
    with pytest.raises(DomainError) as refused:
        await say(CertificateRequestClient(cast(Client, None), FakeNumbers()))
    assert refused.value.code is ErrorCode.REQUEST_UNKNOWN
