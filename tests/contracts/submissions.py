"""Submissions for tests of the counter, of a fictional person."""

from datetime import date

from domain.cases.submission import Submission
from domain.certificates.application import Applicant, Application, Delivery
from domain.certificates.kinds import CertificateKind
from domain.certificates.submission import SignedForm

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def nonce(number: int) -> str:
    """Return the `number`-th statement number."""
    return "0" * 24 + _LETTERS[number // 32] + _LETTERS[number % 32]


def submission(number: int, *, key: str | None = None, address: str = "青葉一丁目2番3号") -> Submission:
    """Return what the intake stores of `signed`."""
    form = signed(number, key=key, address=address)
    assert isinstance(form.form, Application)
    return form.submission(form.form)


def signed(number: int, *, key: str | None = None, address: str = "青葉一丁目2番3号") -> SignedForm:
    """Return a signed application with the `number`-th statement; the key is the number's unless given."""
    application = Application(
        municipality="999999",
        kind=CertificateKind.RESIDENT_RECORD_COPY,
        copies=2,
        applicant=Applicant(name="髙﨑 花子", birth_date=date(1980, 2, 29), mail="hanako@example.jp"),
        delivery=Delivery(postcode="9990001", address=address),
        nonce=nonce(number),
    )
    return SignedForm(
        form=application, signature=b"\x30\x82" + bytes([number]), idempotency_key=key or f"key-{number:06}"
    )
