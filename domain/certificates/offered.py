"""Whether a municipality offers online what an application asks for, and the applicant can have it."""

from collections.abc import Iterator
from datetime import date, timedelta

from domain.certificates.application import Application, Asked
from domain.certificates.kinds import asked
from domain.certificates.problems import CertificateProblem
from domain.certificates.rules import rules_of
from domain.certificates.submission import NAME
from domain.errors import DomainError
from domain.form_problems import FormProblem
from domain.municipality.book import PolicyBook
from domain.problems import Problem, problem


def offer_problems(form: Asked, book: PolicyBook, today: date) -> Iterator[Problem]:
    """Yield what is not offered on a day: municipality, kind, scope, options, or the kind to somebody so young.

    Of a form by card it is not known yet how old somebody is.
    """
    try:
        policy = book.policy(form.municipality)
    except DomainError:
        yield problem("municipality", FormProblem.MUNICIPALITY_UNKNOWN)
        return
    offer = rules_of(policy).offers.find(form.kind) if NAME in policy.procedures else None
    if offer is None:
        yield problem("kind", CertificateProblem.KIND_NOT_OFFERED)
        return
    if form.options.scope not in offer.scopes:
        yield problem("options.scope", CertificateProblem.OPTION_NOT_OFFERED)
    for option in asked(form.options):
        if option not in offer.options:
            yield problem(f"options.{option.value}", CertificateProblem.OPTION_NOT_OFFERED)
    if isinstance(form, Application):
        yield from age_problems(form, today)


def age_problems(application: Application, today: date) -> Iterator[Problem]:
    """Yield what stands against the applicant's age on a day, also in a form that is corrected: the birth date may be.

    A birth date that is not known whole is for the register, which gives nobody the kind who may not have it.
    """
    born, age = application.applicant.birth_date, application.kind.entry.from_age
    if born is not None and _is_younger(born, age, today):
        yield problem("applicant.birth_date", CertificateProblem.TOO_YOUNG, age=age)


def _is_younger(born: date, age: int, today: date) -> bool:
    """Say whether an age is not reached; it is, when the day before the birthday ends (民法143条、明治35年法律50号)."""
    try:
        birthday = born.replace(year=born.year + age)
    except ValueError:  # 29 February
        birthday = date(born.year + age, 3, 1)
    return today < birthday - timedelta(days=1)
