"""Whether a municipality offers online what an application asks for, and the applicant can have it."""

from collections.abc import Iterator
from datetime import date, timedelta

from domain.certificates.application import Application
from domain.certificates.kinds import asked
from domain.certificates.problems import CertificateProblem
from domain.certificates.rules import rules_of
from domain.certificates.submission import NAME
from domain.errors import DomainError
from domain.form_problems import FormProblem
from domain.municipality.book import PolicyBook
from domain.problems import Problem, problem


def offer_problems(application: Application, book: PolicyBook, today: date) -> Iterator[Problem]:
    """Yield what is not offered on a day: municipality, kind, scope, options, or the kind to somebody so young."""
    try:
        policy = book.policy(application.municipality)
    except DomainError:
        yield problem("municipality", FormProblem.MUNICIPALITY_UNKNOWN)
        return
    offer = rules_of(policy).offers.find(application.kind) if NAME in policy.procedures else None
    if offer is None:
        yield problem("kind", CertificateProblem.KIND_NOT_OFFERED)
        return
    if application.options.scope not in offer.scopes:
        yield problem("options.scope", CertificateProblem.OPTION_NOT_OFFERED)
    for option in asked(application.options):
        if option not in offer.options:
            yield problem(f"options.{option.value}", CertificateProblem.OPTION_NOT_OFFERED)
    yield from age_problems(application, today)


def age_problems(application: Application, today: date) -> Iterator[Problem]:
    """Yield what stands against the applicant's age on a day, also in a form that is corrected: the birth date may be."""
    if _is_too_young(application, today):
        yield problem("applicant.birth_date", CertificateProblem.TOO_YOUNG, age=application.kind.entry.from_age)


def _is_too_young(application: Application, today: date) -> bool:
    """Say whether the age of the kind is not reached; it is, when the day before the birthday ends (民法143条、明治35年法律50号)."""
    born, age = application.applicant.birth_date, application.kind.entry.from_age
    try:
        birthday = born.replace(year=born.year + age)
    except ValueError:  # 29 February
        birthday = date(born.year + age, 3, 1)
    return today < birthday - timedelta(days=1)
