"""The API takes every verb of the office but the opening of a finding, which has a door of its own (ADR 15)."""

from domain.certificates.commands import COMMANDS, OpenFinding
from web.certificates.messages import DecisionRequest


def test_every_verb_of_the_office_may_be_sent():
    """The description that callers generate their clients from lists them all."""
    described = DecisionRequest.model_json_schema()["properties"]["command"]["discriminator"]["mapping"]
    assert set(described) == {each.verb() for each in COMMANDS if each.is_of_the_office()} - {OpenFinding.verb()}
