"""`madoguchi staff dispatch` and `resend`: the answer is the post's word, not that the number was typed."""

from collections.abc import Sequence
from types import SimpleNamespace

import pytest
from fixtures.desk import DISPATCHER, NUMBERS, REQUEST, START, Desk

from cli.certificates.dispatching import told_by_the_post, word_of_the_post
from domain.cases.submission import StartOrder
from domain.certificates import commands as c
from domain.certificates.events import AnyEvent
from domain.certificates.paper_events import HandOverRefused

ORDER = StartOrder(
    case_id=REQUEST,
    case_number="K7QD-0R3M-XW5B-92TC",
    municipality="999001",
    procedure="certificates",
    subject={"kind": "resident_record_copy", "options": {}, "copies": 1},
    received_at=START,
)


def confirmed(number: str = NUMBERS[0], decision_id: str = "dispatch-1", desk: Desk | None = None) -> Desk:
    """Return a case whose dispatcher has typed a number, under a decision id."""
    desk = desk or Desk().issue()
    desk.decide(c.ConfirmDispatch(tracking_number=number), DISPATCHER, decision_id)
    return desk


def refused(code: str, desk: Desk | None = None) -> Desk:
    """Return the case after the post's no."""
    desk = desk or confirmed()
    desk.record(HandOverRefused, letter_id=desk.state.post.letter_id or "", code=code)
    return desk


def taken(desk: Desk | None = None) -> Desk:
    """Return the case after the post's yes."""
    desk = desk or confirmed()
    desk.hand_over()
    return desk


def decision(decision_id: str = "dispatch-1", number: str = NUMBERS[0]) -> c.Decision:
    """Return what the dispatcher decided."""
    return c.Decision(decision_id=decision_id, actor=DISPATCHER, command=c.ConfirmDispatch(tracking_number=number))


class Reading:
    """Shows what is recorded, a little more at each look."""

    def __init__(self, *looks: Sequence[AnyEvent]) -> None:
        self._looks = list(looks)

    @property
    def store(self) -> SimpleNamespace:
        """Everything that is kept."""
        return SimpleNamespace(reading=self)

    async def events(self, _case_id: str) -> Sequence[AnyEvent]:
        """Return the events of the next look; the last look lasts."""
        return self._looks.pop(0) if len(self._looks) > 1 else self._looks[0]


async def test_a_letter_the_post_took_is_posted():
    """Exit 0, 発送済."""
    told = await told_by_the_post(Reading(taken().events), ORDER, decision())
    assert (told.status, told.document["status"]) == (0, "dispatched")
    assert "発送済" in told.words
    assert NUMBERS[0] in told.words


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("tracking_number_in_use", "すでにほかの郵便物に付いています"),
        ("tracking_number_invalid", "追跡番号が正しくありません"),
        ("letter_differs", "letter_differs"),
        ("vault_item_missing", "vault_item_missing"),
    ],
)
async def test_a_refused_letter_is_a_no_with_its_reason(code: str, words: str):
    """Exit 1, never the words of a good one."""
    told = await told_by_the_post(Reading(refused(code).events), ORDER, decision())
    assert (told.status, told.document["error"]["code"]) == (1, "hand_over_refused")
    assert told.document["error"]["details"][0]["reason"] == code
    assert words in told.words
    assert "発送済" not in told.words


async def test_the_command_waits_for_the_posts_word():
    """The number is typed, and the post answers a moment later."""
    desk = confirmed()
    before = tuple(desk.events)
    told = await told_by_the_post(
        Reading((), before, before, refused("tracking_number_in_use", desk).events), ORDER, decision()
    )
    assert told.status == 1


async def test_a_post_that_does_not_answer_leaves_it_open():
    """Exit 3, with the command that asks again: the same decision is no second letter."""
    told = await told_by_the_post(Reading(confirmed().events), ORDER, decision(), within=0.0)
    again = told.document["error"]["details"][0]["again"]
    assert (told.status, told.document["error"]["code"]) == (3, "hand_over_unknown")
    assert again == f"madoguchi staff dispatch {REQUEST} {NUMBERS[0]} --as {DISPATCHER.id} --decision-id dispatch-1"
    assert again in told.words


def test_the_word_is_about_this_letter():
    """Neither an earlier number's refusal nor its acceptance is this decision's, and a repetition hears its own again."""
    desk = refused("tracking_number_in_use")
    confirmed(NUMBERS[1], "dispatch-2", desk)
    assert word_of_the_post(desk.events, decision("dispatch-2", NUMBERS[1])) is None
    taken(desk)
    first, second = (word_of_the_post(desk.events, decision(each)) for each in ("dispatch-1", "dispatch-2"))
    assert (first and first.type, second and second.type) == ("hand_over_refused", "handed_over")
    assert word_of_the_post(desk.events, decision("dispatch-3")) is None


def test_another_officers_decision_of_the_same_id_is_not_ours():
    """Ids are each caller's own."""
    other = decision().model_copy(update={"actor": DISPATCHER.model_copy(update={"id": "dispatcher-2"})})
    assert word_of_the_post(taken().events, other) is None
