"""Certificates as auditors read them: the procedure's one value."""

from audit.phrases import phrase
from audit.words.certificates.codes import ACTIONS, CODES
from audit.words.certificates.sentences import SENTENCES
from audit.words.certificates.steps import ENGINE
from audit.words.certificates.story import summary
from audit.words.house import RECORDING
from audit.words.payments import PAYMENTS
from audit.words.shape import ProcedureWords
from domain.certificates.disclosure import Part
from domain.certificates.procedure import CERTIFICATES
from domain.certificates.status import Status


def _workflows() -> tuple[type, ...]:
    from workflows.certificates.workflow import CertificateRequestWorkflow
    from workflows.fee_payment.workflow import FeePaymentWorkflow
    from workflows.overpayment.workflow import OverpaymentWorkflow

    return (CertificateRequestWorkflow, FeePaymentWorkflow, OverpaymentWorkflow)


CERTIFICATE_WORDS = ProcedureWords(
    procedure=CERTIFICATES,
    title=phrase("証明書", "Certificate"),
    workflows=_workflows,
    engine=RECORDING | PAYMENTS | ENGINE,
    sentences=SENTENCES,
    statuses=CODES[Status],
    actions=ACTIONS,
    parts=CODES[Part],
    summary=summary,
)
