"""What the registry may answer, however odd: one bad record neither hides the others nor is passed over."""

import json

import httpx2
import pytest
from contracts.resident_registry import card_of, judged

from adapters.registry.http_registry import HttpResidentRegistry, RegistryConfig
from domain.errors import PortUnavailable
from domain.identity.residents import RegistryFinding, ResidencyStatus

GOOD = {
    "resident_id": "r-1001", "name": "窓口　花子", "birth_date": "1985-04-12", "sex": "2",
    "address": "架空県みなも市水面町一丁目２番３号", "status": "resident", "suppressed": False,
}  # fmt: skip
NAMESAKE = GOOD | {"resident_id": "r-9", "address": "架空県みなも市港町１"}
MEMBER = {
    "resident_id": "r-1001", "name": "窓口　花子", "kana": "", "birth_date": "1985-04-12", "sex": "2",
    "relationship": "世帯主", "became_resident_on": "2012-03-28",
}  # fmt: skip


def answering(content: bytes) -> HttpResidentRegistry:
    """Return the adapter before a registry that answers this."""
    transport = httpx2.MockTransport(lambda _: httpx2.Response(200, content=content))
    return HttpResidentRegistry(RegistryConfig("http://registry", "token"), httpx2.AsyncClient(transport=transport))


async def found(*candidates: object) -> RegistryFinding:
    return judged(await answering(json.dumps(candidates).encode()).look_up(card_of("r-1001")))


@pytest.mark.parametrize(
    "odd",
    [
        None, "r-9", 7, [], {}, {"resident_id": "r-9"}, NAMESAKE | {"address": None}, NAMESAKE | {"address": 7},
        NAMESAKE | {"name": "\ud83d", "address": "\ud83d"}, GOOD | {"resident_id": "r-9", "birth_date": None},
        GOOD | {"resident_id": "r-9", "birth_date": "1985-00-00"}, GOOD | {"resident_id": "r-9", "birth_date": "昭和60年月日不詳"},
        GOOD | {"resident_id": "r-9", "status": "expunged"}, GOOD | {"resident_id": None},
    ],
)  # fmt: skip
async def test_who_may_be_the_applicant_is_asked_about(odd: object) -> None:
    """Beside the applicant's own good record, in either order: an officer looks."""
    for order in ((GOOD, odd), (odd, GOOD)):
        finding = await found(*order)
        assert (finding.status, finding.clear) == (ResidencyStatus.DIFFERS, False)


@pytest.mark.parametrize(
    "odd",
    [
        {"birth_date": None}, {"birth_date": "1985-00-00"}, {"birth_date": "1985-04-00"}, {"birth_date": 19850000},
        {"birth_date": "昭和60年月日不詳"}, {"birth_date": ["1985"]}, {"birth_date": True}, {"sex": "9"}, {"sex": None},
        {"birth_date": "不" * 1000}, {"household": {"members": [1, 2]}},
    ],
)  # fmt: skip
async def test_a_hole_in_somebody_elses_record_is_nobodys_question(odd: dict[str, object]) -> None:
    """A namesake at another address: what is missing cannot make it the applicant."""
    assert await found(NAMESAKE | odd, GOOD) == RegistryFinding(
        status=ResidencyStatus.RESIDENT, resident_id="r-1001", suppressed=False
    )


@pytest.mark.parametrize(
    "written", [None, "", "1985-00-00", "1985-04-00", "昭和60年月日不詳", "生年月日不詳", 19850000]
)
async def test_an_applicant_of_whom_not_all_is_known(written: object) -> None:
    """Not clear and not lost: an officer is asked about this very person."""
    expected = RegistryFinding(status=ResidencyStatus.DIFFERS, resident_id="r-1001")
    assert await found(GOOD | {"birth_date": written}) == expected


@pytest.mark.parametrize(
    "answer", [b"", b"{}", b"null", b'"x"', b"[", b"\xff", b"[" * 100_000, b"[" + b"9" * 9_999 + b"]"]
)
async def test_what_is_no_answer_is_tried_again(answer: bytes) -> None:
    """No list of people: the registry is out of order, and nobody is judged by it."""
    with pytest.raises(PortUnavailable) as caught:
        await answering(answer).look_up(card_of("r-1001"))
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("written", ["1980-05-03", "1980-00-00", "昭和55年月日不詳", "", None])
async def test_a_record_keeps_a_date_as_it_is_written(written: str | None) -> None:
    """Birth, and the day somebody became a resident; what else is null is an empty text."""
    member = MEMBER | {"birth_date": written, "became_resident_on": written, "domicile": None}
    household = {"household_id": "h", "postcode": "9990001", "address": "架空県みなも市水面町１", "members": [member]}
    (line,) = (await answering(json.dumps(household).encode()).record("r-1001")).members
    assert (line.birth_date.root, line.became_resident_on.root, line.domicile) == (written or "", written or "", "")


@pytest.mark.parametrize(
    ("written", "postcode"),
    [
        ("999-0001", "9990001"),
        ("９９９０００１", "9990001"),
        ("", ""),
        (None, ""),
        ("99", ""),
        (9990001, ""),
        ("－", ""),
    ],
)
async def test_a_postcode_is_seven_digits_or_none(written: object, postcode: str) -> None:
    """However the registry spells it."""
    household = {"household_id": "h", "postcode": written, "address": "架空県みなも市水面町１", "members": [MEMBER]}
    assert (await answering(json.dumps(household).encode()).record("r-1001")).postcode == postcode
