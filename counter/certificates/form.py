"""What arrives at the counter, read: everything that cannot be read is told at once, one problem per field."""

import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator, Mapping
from datetime import date

from pydantic import JsonValue, ValidationError

from domain.certificates.application import TODAY, Application
from domain.certificates.problems import FORM_CODES
from domain.certificates.submission import SignedApplication
from domain.form_problems import FormProblem
from domain.identity.signature_problems import SignatureProblem
from domain.problems import Problem, SubmissionRefused, problem, problems_of

Form = Mapping[str, JsonValue]

_BLANKS = re.compile(r"[ \t\r\n]+")
_ARMOUR = re.compile(r"\s*(-----BEGIN |MIME-Version:|Content-Type:)", re.IGNORECASE)
_KEY = re.compile(r"[\x21-\x7e]{8,128}")


def application_of(form: Form, today: date) -> Application:
    """Return the application a form makes that came `today`, where the office is. Raises SubmissionRefused."""
    try:
        return Application.model_validate(form, context={TODAY: today})
    except ValidationError as error:
        problems = problems_of(error, FORM_CODES)
    raise SubmissionRefused(problems)  # outside the except: what was written must not hang on the refusal


def signed_application_of(form: Form, signature: str, idempotency_key: str, today: date) -> SignedApplication:
    """Return a signed form (`signature` in base64, RFC 4648 §4) with its key. Raises SubmissionRefused."""
    problems = [*_signature_problems(signature), *_key_problems(idempotency_key)]
    try:
        application = application_of(form, today)
    except SubmissionRefused as refused:
        raise SubmissionRefused((*refused.problems, *problems)) from None
    if problems:
        raise SubmissionRefused(tuple(problems))
    return SignedApplication(application=application, signature=_decoded(signature), idempotency_key=idempotency_key)


def changed_fields(before: Application, after: Application) -> set[str]:
    """Return the paths of the fields that differ, the statement's number apart."""
    old, new = _flat(before.model_dump(mode="json")), _flat(after.model_dump(mode="json"))
    return {field for field in new if old.get(field) != new[field]} - {"nonce"}


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
