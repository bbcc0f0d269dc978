"""Two admins change an officer, neither their own row; what cannot be is told by field."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.policy.files import PolicyFiles
from domain.actors import Role
from domain.errors import DomainError, ErrorCode
from domain.municipality.officers import Officer, officer_faults
from domain.office import people_rules as rules
from domain.office.people import ChangeGround, Changes, Details, KnownPeople, NewRow, officers_at, with_row
from domain.office.people_rules import Proposal, RowMistake, RowRefused

SEED = PolicyFiles(Path(__file__).parents[3] / "municipalities").policy("999001").officers
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
KOBAYASHI, KATO = "admin-kobayashi", "admin-kato"
NOBODY_YET = KnownPeople(SEED)


def proposal(officer: str = "officer-kimura", *roles: Role, number: int = 1, **more: Any) -> Proposal:
    details = Details(name=more.pop("name", "木村 五月"), resident=more.pop("resident", None))
    is_new = more.pop("is_new", False)
    row = NewRow(officer=officer, section="会計課", roles=roles, **{"effective_from": TODAY, **more})
    return Proposal(f"change-{number:04}", ChangeGround.TRANSFER, row, details, is_new)


def after(known: KnownPeople, event: Any, details: Details | None = None) -> KnownPeople:
    changes = known.changes.after(event)
    named = {**known.details, **({} if details is None else {event.change_id: details})}
    return KnownPeople(officers_at(SEED, changes.confirmed, named), changes, named)


def proposed(wanted: Proposal, by: str = KOBAYASHI, known: KnownPeople = NOBODY_YET) -> KnownPeople:
    event = rules.propose(known, by, wanted, NOW)
    assert event is not None
    return after(known, event, wanted.details)


def confirmed(known: KnownPeople, wanted: Proposal, by: str = KATO) -> KnownPeople:
    return after(known, rules.confirm(known, by, wanted.change_id, known.changes.place, NOW))


def test_what_one_admin_proposes_holds_once_another_confirms() -> None:
    wanted = proposal("officer-kimura", Role.APPROVER)
    known = proposed(wanted)
    assert known.officers == SEED
    row = confirmed(known, wanted).officers.find("officer-kimura", TODAY)
    assert row is not None
    assert (row.roles, row.name) == ((Role.APPROVER,), "木村 五月")


def test_the_same_proposal_twice_is_one() -> None:
    wanted = proposal("officer-kimura", Role.APPROVER)
    known = proposed(wanted)
    assert rules.propose(known, KOBAYASHI, wanted, NOW) is None
    assert rules.propose(confirmed(known, wanted), KOBAYASHI, wanted, NOW) is None


def test_nobody_confirms_what_they_have_proposed() -> None:
    wanted = proposal("officer-kimura", Role.APPROVER)
    with pytest.raises(DomainError) as refused:
        confirmed(proposed(wanted), wanted, by=KOBAYASHI)
    assert refused.value.code is ErrorCode.FOUR_EYES


def test_nobody_changes_their_own_row_in_either_part() -> None:
    wanted = proposal(KATO, Role.ADMIN, name="加藤 千種")
    with pytest.raises(DomainError) as own:
        proposed(wanted, by=KATO)
    with pytest.raises(DomainError) as confirming:
        confirmed(proposed(wanted), wanted, by=KATO)
    with pytest.raises(DomainError) as dropping:
        rules.drop(proposed(wanted), KATO, wanted.change_id, NOW)
    assert {each.value.code for each in (own, confirming, dropping)} == {ErrorCode.FOUR_EYES}


@pytest.mark.parametrize("by", ["officer-sato", "officer-yamada", "auditor-ito", "nobody"])
def test_who_is_no_admin_changes_nothing(by: str) -> None:
    wanted = proposal("officer-kimura", Role.APPROVER)
    known = proposed(wanted)
    for act in (
        lambda: proposed(wanted, by),
        lambda: confirmed(known, wanted, by),
        lambda: rules.drop(known, by, wanted.change_id, NOW),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code is ErrorCode.ROLE_MISSING


def test_what_is_over_or_was_seen_otherwise_is_not_confirmed() -> None:
    wanted = proposal("officer-kimura", Role.APPROVER)
    known = proposed(wanted)
    over = after(known, rules.drop(known, KATO, wanted.change_id, NOW))
    with pytest.raises(DomainError) as late:
        confirmed(over, wanted)
    with pytest.raises(DomainError) as stale:
        rules.confirm(known, KATO, wanted.change_id, known.changes.place - 1, NOW)
    assert late.value.code is stale.value.code is ErrorCode.NOT_ALLOWED_NOW


@pytest.mark.parametrize(
    ("wanted", "mistakes"),
    [
        (proposal("officer-kimura", Role.AUDITOR, Role.EXAMINER), {"roles": RowMistake.ROLE_ALONE}),
        (proposal("officer-kimura", Role.ADMIN, Role.APPROVER), {"roles": RowMistake.ROLE_ALONE}),
        (proposal("officer-kimura", resident="r-1005"), {"resident": RowMistake.SAME_PERSON}),
        (proposal("officer-kimura", subject="officer-sato"), {"subject": RowMistake.SAME_SUBJECT}),
        (proposal("officer-kimura", effective_until=YESTERDAY), {"effective_until": RowMistake.ENDS_EARLY}),
        (
            proposal("officer-kimura", Role.APPROVER, effective_from=YESTERDAY),
            {"effective_from": RowMistake.BEGINS_EARLY},
        ),
        (proposal("officer-sato", Role.EXAMINER, is_new=True, name="別人"), {"officer": RowMistake.ID_TAKEN}),
        (proposal("applicant", Role.EXAMINER, is_new=True), {"officer": RowMistake.ID_TAKEN}),
        (proposal("officer-kimura"), {"roles": RowMistake.UNCHANGED}),
        (proposal(KATO, name="加藤 千草"), {"roles": RowMistake.FEW_ADMINS}),
        (proposal(KATO, Role.ADMIN, effective_until=TOMORROW), {"roles": RowMistake.FEW_ADMINS}),
    ],
    ids=lambda value: ", ".join(value.values()) if isinstance(value, dict) else "",
)
def test_a_row_that_cannot_be_is_told_by_field(wanted: Proposal, mistakes: dict[str, RowMistake]) -> None:
    with pytest.raises(RowRefused) as refused:
        proposed(wanted)
    assert refused.value.mistakes == mistakes


def test_an_admin_goes_once_a_third_has_come() -> None:
    third = proposal("admin-mori", Role.ADMIN, is_new=True, name="森 一葉")
    known = confirmed(proposed(third), third)
    going = proposal(KATO, number=2, name="加藤 千草")
    known = confirmed(proposed(going, known=known), going, by="admin-mori")
    row = known.officers.find(KATO, TODAY)
    assert row is not None
    assert row.roles == ()


def test_what_has_become_wrong_since_is_not_confirmed() -> None:
    """Two proposals that are right alone: each takes an admin away, and together they would leave one."""
    third = proposal("admin-mori", Role.ADMIN, is_new=True, name="森 一葉")
    known = confirmed(proposed(third), third)
    first, second = proposal(KATO, number=2), proposal(KOBAYASHI, number=3)
    known = proposed(second, by=KATO, known=proposed(first, known=known))
    known = confirmed(known, first, by="admin-mori")
    with pytest.raises(RowRefused) as refused:
        confirmed(known, second, by="admin-mori")
    assert refused.value.mistakes == {"roles": RowMistake.FEW_ADMINS}


DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(
    st.lists(st.tuples(st.sampled_from(["officer-sato", "officer-tanaka"]), DAYS, st.none() | DAYS), max_size=8),
    st.lists(DAYS, min_size=5, max_size=5),
)
def test_on_each_day_somebody_has_one_row_at_most_and_the_last_change_wins(rows: Any, days: list[date]) -> None:
    """Whatever the order: from its first day to its last a new row is the one that holds."""
    officers = SEED
    for officer, begins, ends in rows:
        until = None if ends is None else max(begins, ends)
        row = Officer(id=officer, name="名", section="課", effective_from=begins, effective_until=until)
        officers = with_row(officers, row)
        assert officer_faults(officers) == ()
        for day in days:
            assert sum(each.serves(day) for each in officers.officer if each.id == officer) <= 1
            if row.serves(day):
                assert officers.find(officer, day) == row
            elif day > begins:
                assert officers.find(officer, day) is None


def test_a_step_that_follows_from_nothing_changes_nothing() -> None:
    wanted = proposal("officer-kimura", Role.APPROVER)
    known = proposed(wanted)
    step = rules.confirm(known, KATO, wanted.change_id, 1, NOW)
    changes = Changes().after(step)
    assert (changes.place, changes.confirmed, changes.pending) == (1, (), {})
    twice = known.changes.after(step).after(step)
    assert len(twice.confirmed) == 1
