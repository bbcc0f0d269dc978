"""Who is meant by a card: every mix of candidates, in any order."""

from datetime import date
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.registry.judgement import judge
from adapters.registry.wire import Candidate
from domain.identity.attributes import BasicFourAttributes, Sex
from domain.identity.register_date import RegisterDate
from domain.identity.residents import RegistryFinding, ResidencyStatus

RESIDENT, MOVED, DEAD = ResidencyStatus.RESIDENT, ResidencyStatus.MOVED_OUT, ResidencyStatus.DECEASED
DIFFERS, NOT_FOUND = ResidencyStatus.DIFFERS, ResidencyStatus.NOT_FOUND
CARD = BasicFourAttributes(
    name="霞　葵", birth_date=date(1982, 2, 22), sex=Sex.FEMALE, address="架空県みなも市霞ヶ丘９番９号"
)
EXACT = {
    "name": CARD.name, "birth_date": "1982-02-22", "sex": "2", "address": CARD.address, "status": "resident",
    "suppressed": False,
}  # fmt: skip
# How a record stands to the card. `bearer` agrees in all four, `namesake` in all but the address.
FIT = {
    "bearer": {},
    "variant": {"address": "みなも市霞が丘9-9"},
    "unclear": {"address": "架空県みなも市霞ヶ丘９９号"},
    "namesake": {"address": "架空県みなも市港町１"},
    "renamed": {"name": "霧　葵"},
    "year_only": {"birth_date": "1982-00-00"},
    "other_birth": {"birth_date": "1955-01-01"},
    "other_sex": {"sex": "1"},
    "family": {"name": "霞　巌", "birth_date": "1955-01-01"},
    "stranger": {"name": "外　人志", "address": "架空県みなも市港町１", "birth_date": "1982-02-22"},
}
PERFECT = {"bearer", "variant"}


def record(number: str, fit: str, status: ResidencyStatus = RESIDENT, **more: object) -> Candidate:
    return Candidate.model_validate({**EXACT, **FIT[fit], "resident_id": number, "status": status.value, **more})


def finding(status: ResidencyStatus, resident_id: str | None = None, *, suppressed: bool = False) -> RegistryFinding:
    return RegistryFinding(status=status, resident_id=resident_id, suppressed=suppressed)


def judged(*candidates: Candidate) -> RegistryFinding:
    (one,) = {judge(CARD, order) for order in permutations(candidates)}
    return one


ALONE_LIVING = {
    **dict.fromkeys(("bearer", "variant"), (RESIDENT, "r-1")),
    **dict.fromkeys(("unclear", "namesake", "renamed", "year_only", "other_birth", "other_sex"), (DIFFERS, "r-1")),
    **dict.fromkeys(("family", "stranger"), (NOT_FOUND, None)),
}
# Of those who have gone only the bearer is certainly the one; of a namesake the state alone is told.
ALONE_GONE = {
    **dict.fromkeys(("bearer", "variant"), ("gone", "r-2")),
    **dict.fromkeys(("unclear", "namesake"), ("gone", None)),
    **dict.fromkeys(("renamed", "year_only", "other_birth", "other_sex"), (DIFFERS, None)),
    **dict.fromkeys(("family", "stranger"), (NOT_FOUND, None)),
}
MEANT = {fit for fit, (status, _) in ALONE_LIVING.items() if status is not NOT_FOUND}


@pytest.mark.parametrize("fit", FIT)
@pytest.mark.parametrize("protected", [False, True])
def test_one_who_lives_here(fit: str, protected: bool) -> None:
    """All four agree: a resident. Else an officer is asked about that person; protection counts in both."""
    status, number = ALONE_LIVING[fit]
    expected = finding(status, number, suppressed=protected and fit in MEANT)
    assert judged(record("r-1", fit, suppressed=protected)) == expected


@pytest.mark.parametrize("fit", FIT)
@pytest.mark.parametrize("status", [MOVED, DEAD])
@pytest.mark.parametrize("protected", [False, True])
def test_one_who_has_gone(fit: str, status: ResidencyStatus, protected: bool) -> None:
    """Moved out or dead, and named only where the card agrees in all four."""
    told, number = ALONE_GONE[fit]
    expected = finding(status if told == "gone" else told, number, suppressed=protected and fit in MEANT)
    assert judged(record("r-2", fit, status, suppressed=protected)) == expected


def expected_of_two(here: str, gone: str, status: ResidencyStatus) -> tuple[ResidencyStatus, str | None]:
    """A record that was closed counts only where nobody living may be meant; it never names the person by itself."""
    if here in PERFECT:
        return RESIDENT, "r-1"
    if here not in MEANT:
        told, number = ALONE_GONE[gone]
        return (status if told == "gone" else told), number
    if gone not in MEANT:
        return DIFFERS, "r-1"
    certain = here in {"namesake", "unclear"} and gone not in PERFECT
    return DIFFERS, "r-1" if certain else None


@pytest.mark.parametrize(("here", "gone"), list(product(FIT, FIT)))
@pytest.mark.parametrize("status", [MOVED, DEAD])
@pytest.mark.parametrize("protected", [(), ("r-1",), ("r-2",), ("r-1", "r-2")])
def test_somebody_living_beside_a_closed_record(
    here: str, gone: str, status: ResidencyStatus, protected: tuple[str, ...]
) -> None:
    """No dead or removed namesake beats the living, and whose protection counts is anybody's who may be meant."""
    living = record("r-1", here, suppressed="r-1" in protected)
    closed = record("r-2", gone, status, suppressed="r-2" in protected)
    suppressed = ("r-1" in protected and here in MEANT) or ("r-2" in protected and gone in MEANT)
    assert judged(living, closed) == finding(*expected_of_two(here, gone, status), suppressed=suppressed)


@pytest.mark.parametrize(("one", "other"), list(product(FIT, FIT)))
def test_two_who_live_here(one: str, other: str) -> None:
    """One is certain only where all four agree and the card contradicts the other."""
    fits = {"r-1": one, "r-2": other}
    perfect = [number for number, fit in fits.items() if fit in PERFECT]
    meant = [number for number, fit in fits.items() if fit in MEANT]
    could_be = [number for number, fit in fits.items() if fit in {*PERFECT, "unclear", "year_only"}]
    if not meant:
        expected = finding(NOT_FOUND)
    elif len(perfect) == 1 and could_be == perfect:
        expected = finding(RESIDENT, perfect[0])
    else:
        expected = finding(DIFFERS, meant[0] if len(meant) == 1 else None)
    assert judged(record("r-1", one), record("r-2", other)) == expected


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [((MOVED, MOVED), finding(MOVED)), ((MOVED, DEAD), finding(DIFFERS)), ((DEAD, DEAD), finding(DEAD))],
)
def test_two_who_have_gone_name_nobody(
    statuses: tuple[ResidencyStatus, ResidencyStatus], expected: RegistryFinding
) -> None:
    """Two closed records of one name say where the person is only if both say the same, and never who it is."""
    assert judged(*(record(f"r-{each}", "namesake", each) for each in statuses)).status is expected.status
    assert judged(record("r-1", "bearer", statuses[0]), record("r-2", "bearer", statuses[1])) == expected


def test_the_case_that_was_paid_and_held() -> None:
    """霞が丘 on the record, 霞ヶ丘 on the card, and a record closed long ago: the living one, clear."""
    living = record("r-1", "variant")
    assert judged(living, record("r-2", "namesake", MOVED), record("r-3", "namesake", DEAD)) == finding(RESIDENT, "r-1")


@pytest.mark.parametrize(
    ("on_card", "in_registry"),
    [("髙橋　渚", "高橋　渚"), ("NGUYỄN THỊ MAI", "NGUYEN THI MAI"), ("NGUYEN THI MAI", "MAI NGUYEN THI")],
)
def test_two_spellings_at_once_do_not_lose_the_person(on_card: str, in_registry: str) -> None:
    """Name and address both written otherwise contradict nothing: asked about, and the protection counts."""
    card = CARD.model_copy(update={"name": on_card, "address": f"{CARD.address}４０５"})
    person = record("r-1", "bearer", name=in_registry, address=f"{CARD.address}ハイツ４０５", suppressed=True)
    assert judge(card, [person]) == finding(DIFFERS, suppressed=True)


def test_a_card_that_could_write_nothing_clears_nobody() -> None:
    """An address of nothing but substitutes was not compared."""
    size = len(CARD.address)
    card = CARD.model_copy(update={"address": "〓" * size, "address_substitutes": tuple(range(size))})
    assert judge(card, [record("r-1", "bearer", address="鷗" * size)]) == finding(DIFFERS, "r-1")


def test_the_same_record_twice_is_one_person() -> None:
    """A search by name and by day may find somebody twice."""
    assert judged(record("r-1", "bearer"), record("r-1", "bearer")) == finding(RESIDENT, "r-1")


@pytest.mark.parametrize(
    "odd",
    [
        {}, {"resident_id": "r-9"}, {"name": None, "birth_date": None, "address": None}, {"status": "expunged"},
        {"status": "differs"}, {"name": ["霞"]}, {"address": ""},
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_asked_about(odd: dict[str, object]) -> None:
    """A record with holes hides nobody and clears nobody: what it does not say could be the applicant's."""
    strange = Candidate.model_validate({**(EXACT if len(odd) else {}), **odd})
    found = judged(record("r-1", "bearer"), strange)
    assert (found.status, found.clear) == (DIFFERS, False)


def test_a_record_with_holes_that_is_somebody_elses_is_passed_over() -> None:
    """Another name and address: nothing in what is missing could make it the applicant."""
    stranger = record("r-9", "stranger", birth_date=None, sex=None, status=MOVED)
    assert judged(record("r-1", "bearer"), stranger) == finding(RESIDENT, "r-1")


@pytest.mark.parametrize("said", [None, "perhaps"])
def test_protection_that_is_not_told_counts(said: object) -> None:
    """The closed desk looks rather than nobody."""
    assert judged(record("r-1", "bearer", suppressed=said)) == finding(RESIDENT, "r-1", suppressed=True)


@given(
    st.lists(
        st.builds(
            record, st.sampled_from(["r-1", "r-2", "r-3"]), st.sampled_from(sorted(FIT)), st.sampled_from([RESIDENT, MOVED, DEAD]),
            suppressed=st.sampled_from([True, False, None]), birth_date=st.sampled_from(["1982-02-22", "1982", None]),
        ),
        max_size=4,
    )
)  # fmt: skip
def test_whatever_the_mix(candidates: list[Candidate]) -> None:
    """Any order says the same; clear means one living person in all four, and no protection anywhere near."""
    found = judged(*candidates)
    if found.clear:
        (bearer,) = {each.resident_id for each in candidates if agrees(each)}
        assert bearer == found.resident_id
    assert found.resident_id in {None, *(each.resident_id for each in candidates)}


def agrees(person: Candidate) -> bool:
    whole = person.birth_date == RegisterDate("1982-02-22") and person.name == CARD.name and person.sex is CARD.sex
    return whole and person.status is RESIDENT and person.address in (CARD.address, "みなも市霞が丘9-9")
