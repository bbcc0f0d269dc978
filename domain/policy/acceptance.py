"""Whether a municipality takes an application that is well formed: kind, scope and options as it offers them."""

from collections.abc import Iterator

from domain.certificates.application import Application
from domain.policy.offers import asked
from domain.policy.policy import MunicipalityPolicy
from domain.problem_codes import ProblemCode
from domain.problems import Problem, ProblemLanguage, problem


def acceptance_problems(
    policy: MunicipalityPolicy, application: Application, language: ProblemLanguage = "ja"
) -> tuple[Problem, ...]:
    """Return what the municipality does not offer of an application, one problem per field; empty when it takes it."""
    return tuple(_problems(policy, application, language))


def _problems(policy: MunicipalityPolicy, application: Application, language: ProblemLanguage) -> Iterator[Problem]:
    offer = policy.certificates.find(application.kind)
    if offer is None:
        yield problem("kind", ProblemCode.KIND_NOT_OFFERED, language)
        return
    if application.options.scope not in offer.scopes:
        yield problem("options.scope", ProblemCode.OPTION_NOT_OFFERED, language)
    for option in asked(application.options):
        if option not in offer.options:
            yield problem(f"options.{option}", ProblemCode.OPTION_NOT_OFFERED, language)
