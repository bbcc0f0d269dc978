"""Whether what a form says can be printed on certificate and envelope."""

from collections.abc import Iterator

from domain.certificates.application import Application
from domain.certificates.problems import CertificateProblem
from domain.ports import Typeface
from domain.problems import Problem, problem


def print_problems(application: Application, typeface: Typeface) -> Iterator[Problem]:
    """Yield the fields that hold a character the press does not have, with its place."""
    printed = {"applicant.name": application.applicant.name, "delivery.address": application.delivery.address}
    for field, text in printed.items():
        position = typeface.first_unprintable(text)
        if position is not None:
            yield problem(field, CertificateProblem.UNPRINTABLE_CHARACTER, position=position + 1)
