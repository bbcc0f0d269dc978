"""What arrives at the counter, read: everything that cannot be read is told at once, one problem per field."""

import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator, Mapping
from datetime import date

from pydantic import JsonValue, ValidationError

from domain.certificates.application import TODAY, Application, IdentityFrom
from domain.certificates.by_card import CARD_FORM_CODES, CardForm
from domain.certificates.problems import FORM_CODES
from domain.certificates.submission import SignedForm
from domain.form_problems import FormProblem
from domain.identity.signature_problems import SignatureProblem
from domain.problems import Problem, SubmissionRefused, problem, problems_of

Form = Mapping[str, JsonValue]

_BLANKS = re.compile(r"[ \t\r\n]+")
_ARMOUR = re.compile(r"\s*(-----BEGIN |MIME-Version:|Content-Type:)", re.IGNORECASE)
_KEY = re.compile(r"[\x21-\x7e]{8,128}")


def read_form(form: Form, today: date) -> Application | CardForm:
    """Return the form that came `today`, where the office is: typed, or by card where it says so. Raises SubmissionRefused."""
    by_card = form.get("identity_from") == IdentityFrom.CARD
    codes = CARD_FORM_CODES if by_card else FORM_CODES
    try:
        return (CardForm if by_card else Application).model_validate(form, context={TODAY: today})
    except ValidationError as error:
        problems = problems_of(error, codes)
    raise SubmissionRefused(problems)  # outside the except: what was written must not hang on the refusal


def read_signed_form(form: Form, signature: str, idempotency_key: str, today: date) -> SignedForm:
    """Return a signed form (`signature` in base64, RFC 4648 §4) with its key. Raises SubmissionRefused."""
    problems = [*_signature_problems(signature), *_key_problems(idempotency_key)]
    try:
        read = read_form(form, today)
    except SubmissionRefused as refused:
        raise SubmissionRefused((*refused.problems, *problems)) from None
    if problems:
        raise SubmissionRefused(tuple(problems))
    return SignedForm(form=read, signature=_decoded(signature), idempotency_key=idempotency_key)


def changed_fields(before: Application, after: Application) -> set[str]:
    """Return the paths of the fields of a request that differ.

    The statement's number, the language and where the identity comes from are none; nor is what was not known before.
    """
    old, new = _flat(before.model_dump(mode="json")), _flat(after.model_dump(mode="json"))
    differing = {field for field in new if old.get(field) not in (None, new[field])}
    return differing - {"nonce", "language", "identity_from"}


def _signature_problems(written: str) -> Iterator[Problem]:
    if not written:
        yield problem("signature", FormProblem.MISSING)
        return
    if _ARMOUR.match(written):
        yield problem("signature", SignatureProblem.SIGNATURE_ARMOURED)
        return
    try:
        empty = not _decoded(written)
    except (NotBase64, ValueError):  # ValueError: letters outside ASCII
        yield problem("signature", SignatureProblem.SIGNATURE_MALFORMED)
        return
    if empty:
        yield problem("signature", FormProblem.MISSING)


def _decoded(written: str) -> bytes:
    """Return the bytes of Base64; programs break it into lines (RFC 2045 §6.8)."""
    return b64decode(_BLANKS.sub("", written), validate=True)


def _key_problems(key: str) -> Iterator[Problem]:
    if not _KEY.fullmatch(key):
        yield problem("idempotency_key", FormProblem.IDEMPOTENCY_KEY_MALFORMED)


def _flat(value: Mapping[str, object], prefix: str = "") -> dict[str, object]:
    flat: dict[str, object] = {}
    for name, part in value.items():
        if isinstance(part, Mapping):
            flat |= _flat(part, f"{prefix}{name}.")
        else:
            flat[f"{prefix}{name}"] = part
    return flat
