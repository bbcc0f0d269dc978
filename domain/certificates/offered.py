"""Whether a municipality offers online what an application asks for."""

from collections.abc import Iterator

from domain.certificates.application import Application
from domain.certificates.offers import asked
from domain.errors import DomainError
from domain.municipality.book import PolicyBook
from domain.problem_codes import ProblemCode
from domain.problems import Problem, problem


def offer_problems(application: Application, book: PolicyBook) -> Iterator[Problem]:
    """Yield what is not offered: municipality, kind, scope, options."""
    try:
        policy = book.policy(application.municipality)
    except DomainError:
        yield problem("municipality", ProblemCode.MUNICIPALITY_UNKNOWN)
        return
    offer = policy.certificates.find(application.kind)
    if offer is None:
        yield problem("kind", ProblemCode.KIND_NOT_OFFERED)
        return
    if application.options.scope not in offer.scopes:
        yield problem("options.scope", ProblemCode.OPTION_NOT_OFFERED)
    for option in asked(application.options):
        if option not in offer.options:
            yield problem(f"options.{option.value}", ProblemCode.OPTION_NOT_OFFERED)
