"""Ids of decisions: one person's id never stands for another person's decision."""

from contracts.stories import START, case_id, completed

from domain.actors import APPLICANT, Actor, Role
from domain.certificates.commands import Decision, HumanCommand, Take, Withdraw
from domain.certificates.decide import decide
from domain.certificates.evolve import fold

EXAMINER = Actor(id="officer-sato", roles=(Role.EXAMINER,))
REQUEST = case_id(1)
EXAMINED = fold(completed(1)[:6])


def events(state, decision_id: str, actor: Actor, command: HumanCommand):
    return decide(REQUEST, state, Decision(decision_id=decision_id, actor=actor, command=command), START)


def test_an_officer_who_uses_the_citizens_id_does_not_take_their_decision_away():
    """A withdrawal is taken although an officer has used its id for something else."""
    taken = fold(events(EXAMINED, "withdraw-1", EXAMINER, Take()), EXAMINED)
    withdrawn, *_ = events(taken, "withdraw-1", APPLICANT, Withdraw())
    assert withdrawn.type == "withdrawn"


def test_the_same_person_with_the_same_id_decides_once():
    """A repeated decision causes nothing."""
    taken = fold(events(EXAMINED, "decision-1", EXAMINER, Take()), EXAMINED)
    assert events(taken, "decision-1", EXAMINER, Take()) == ()
