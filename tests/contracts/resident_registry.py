"""What every ResidentRegistry must do, told with the residents of the sandbox city. A suite gives `registry`."""

from datetime import date

import pytest

from domain.errors import PortRejected
from domain.identity.attributes import BasicFourAttributes, Sex
from domain.identity.residents import RegistryFinding, ResidencyStatus
from domain.identity.seals import SealStanding, standing_of
from domain.ports import ResidentRegistry
from sandbox.residents import residents

_PEOPLE = {each.id: each for each in residents()}


def card_of(resident_id: str, **differing: object) -> BasicFourAttributes:
    """Return what the card of a resident proves, with differences."""
    person = _PEOPLE[resident_id]
    proved = {
        "name": person.certified_name,
        "birth_date": person.birth_date,
        "sex": person.sex,
        "address": person.certified_address,
    }
    return BasicFourAttributes(**(proved | differing))


def judged(finding: RegistryFinding) -> RegistryFinding:
    """Return a finding without what officers compare."""
    return finding.model_copy(update={"people": ()})


class ResidentRegistryContract:
    """Look-up by attributes, household by number."""

    @pytest.mark.parametrize(
        "resident_id", ["r-1001", "r-1004", "r-1005", "r-1012", "r-1013", "r-1014", "r-1015", "r-1101", "r-1109"]
    )
    async def test_a_resident_is_found(self, registry: ResidentRegistry, resident_id: str) -> None:
        """Somebody who lives here as the card says is found and clear."""
        finding = await registry.look_up(card_of(resident_id))
        assert judged(finding) == RegistryFinding(status=ResidencyStatus.RESIDENT, resident_id=resident_id)

    @pytest.mark.parametrize(
        ("resident_id", "name", "substitutes"),
        [("r-1004", "吉田　健", (0,)), ("r-1006", "葛城　文", (0,)), ("r-1007", "高崎　渚", (0, 1))],
    )
    async def test_substitutes_stand_for_any_character(
        self, registry: ResidentRegistry, resident_id: str, name: str, substitutes: tuple[int, ...]
    ) -> None:
        """Characters the card could not write match what the registry has in their place (外字)."""
        finding = await registry.look_up(card_of(resident_id, name=name, name_substitutes=substitutes))
        assert (finding.resident_id, finding.clear) == (resident_id, True)

    @pytest.mark.parametrize(
        "address",
        ["架空県みなも市水面町１丁目２番３号", "架空県みなも市水面町1-2-3", "架空県みなも市水面町　一丁目２－３"],
    )
    async def test_ways_of_writing_do_not_count(self, registry: ResidentRegistry, address: str) -> None:
        """The same address in another way of writing is the same address."""
        assert (await registry.look_up(card_of("r-1001", name="窓口 花子", address=address))).clear

    @pytest.mark.parametrize("resident_id", ["r-1008"])
    async def test_suppression_is_told(self, registry: ResidentRegistry, resident_id: str) -> None:
        """支援措置 is told with the finding, so that the case goes to the closed desk."""
        finding = await registry.look_up(card_of(resident_id))
        assert (finding.resident_id, finding.suppressed, finding.clear) == (resident_id, True, False)

    @pytest.mark.parametrize("difference", [{"address": "架空県とおい市川端町６番６号"}, {"name": "川端　静"}])
    async def test_suppression_is_told_of_a_near_match_too(
        self, registry: ResidentRegistry, difference: dict[str, object]
    ) -> None:
        """A card that differs from the registry does not lead past the flag."""
        finding = await registry.look_up(card_of("r-1008", **difference))
        assert (finding.status, finding.suppressed) == (ResidencyStatus.DIFFERS, True)

    async def test_who_has_left_or_died_is_told(self, registry: ResidentRegistry) -> None:
        """Moved out and deceased are findings of their own, whatever address the card has."""
        assert (await registry.look_up(card_of("r-1010"))).status is ResidencyStatus.MOVED_OUT
        assert (await registry.look_up(card_of("r-1010", address="架空県"))).status is ResidencyStatus.MOVED_OUT
        assert (await registry.look_up(card_of("r-1011"))).status is ResidencyStatus.DECEASED

    @pytest.mark.parametrize(
        ("resident_id", "difference"),
        [
            ("r-1016", {}),
            ("r-1001", {"name": "丘町　花子"}),
            ("r-1001", {"birth_date": None}),
            ("r-1001", {"birth_date": date(1985, 4, 13)}),
            ("r-1001", {"sex": Sex.MALE}),
            ("r-1007", {"name": "高崎　渚"}),
            ("r-1103", {}),
            ("r-1107", {}),
            ("r-1108", {}),
            ("r-1109", {"address": "架空県みなも市試験町二丁目７－３４　５号室"}),
        ],
    )
    async def test_a_difference_is_for_an_officer(
        self, registry: ResidentRegistry, resident_id: str, difference: dict[str, object]
    ) -> None:
        """A card that agrees in part names the person and never passes nor fails by itself."""
        finding = await registry.look_up(card_of(resident_id, **difference))
        assert judged(finding) == RegistryFinding(status=ResidencyStatus.DIFFERS, resident_id=resident_id)

    async def test_a_removed_record_does_not_hide_that_its_namesake_is_protected(
        self, registry: ResidentRegistry
    ) -> None:
        """The card's old address is that of a record that was closed: who lives here now, under 支援措置, counts."""
        finding = await registry.look_up(card_of("r-1105"))
        assert judged(finding) == RegistryFinding(status=ResidencyStatus.DIFFERS, suppressed=True)

    async def test_a_stranger_is_not_found(self, registry: ResidentRegistry) -> None:
        """Somebody who agrees with nobody in two things is not found."""
        stranger = card_of("r-1001", name="外　太郎", address="架空県とおい市本町９番９号")
        assert await registry.look_up(stranger) == RegistryFinding(status=ResidencyStatus.NOT_FOUND)

    async def test_a_foreign_residents_nationality_is_told(self, registry: ResidentRegistry) -> None:
        """国籍・地域 and 在留資格 come with the record; a Japanese resident has neither."""
        (mai,) = (await registry.record("r-1013")).members
        assert (mai.nationality, mai.residence_status) == ("ベトナム", "技術・人文知識・国際業務")
        hanako = (await registry.record("r-1001")).members[0]
        assert (hanako.nationality, hanako.residence_status) == ("", "")

    async def test_the_household_comes_head_first_and_byte_for_byte(self, registry: ResidentRegistry) -> None:
        """The record to print from has every living member and every character as the registry has it."""
        record = await registry.record("r-1003")
        assert [each.resident_id for each in record.members] == ["r-1001", "r-1002", "r-1003"]
        assert (record.head_of_household, record.postcode) == ("窓口　花子", "9990001")
        assert [each.sex for each in record.members] == ["女", "男", "女"]
        assert (await registry.record("r-1006")).members[0].name == "葛󠄀城　文"
        assert (await registry.record("r-1004")).members[0].name == "𠮷田　健"

    @pytest.mark.parametrize(
        ("resident_id", "written"), [("r-1107", "1980-00-00"), ("r-1108", ""), ("r-1109", "1966-04-04")]
    )
    async def test_a_birth_date_is_told_as_far_as_it_is_known(
        self, registry: ResidentRegistry, resident_id: str, written: str
    ) -> None:
        """By year only, or not at all: the record can be read and printed."""
        assert (await registry.record(resident_id)).members[0].birth_date.root == written

    async def test_a_resident_may_have_no_postcode(self, registry: ResidentRegistry) -> None:
        """The record says so with an empty one."""
        assert (await registry.record("r-1110")).postcode == ""

    async def test_the_dead_are_not_on_the_record(self, registry: ResidentRegistry) -> None:
        """A member who has died is not printed."""
        assert [each.resident_id for each in (await registry.record("r-1012")).members] == ["r-1012"]

    @pytest.mark.parametrize(("resident_id", "code"), [("r-9999", "resident_unknown"), ("r-1010", "not_resident")])
    async def test_no_record_without_a_resident(self, registry: ResidentRegistry, resident_id: str, code: str) -> None:
        """Nobody's record, and no record of somebody who has left."""
        with pytest.raises(PortRejected) as caught:
            await registry.record(resident_id)
        assert caught.value.provider_code == code

    @pytest.mark.parametrize(
        ("resident_id", "standing"),
        [
            ("r-1001", SealStanding.IN_FORCE),
            ("r-1002", SealStanding.NOT_REGISTERED),
            ("r-1003", SealStanding.NOT_REGISTERED),  # under 15
            ("r-1005", SealStanding.SUSPENDED),
            ("r-1010", SealStanding.NOT_REGISTERED),  # moved out: a registration ends with it
            ("r-1013", SealStanding.IN_FORCE),
            ("r-1017", SealStanding.NAME_DIFFERS),
        ],
    )
    async def test_how_a_seal_registration_stands_is_told(
        self, registry: ResidentRegistry, resident_id: str, standing: SealStanding
    ) -> None:
        """There or not, stopped, or under another name than the card's."""
        assert standing_of(await registry.seal(resident_id), card_of(resident_id)) is standing

    async def test_a_second_name_is_told_as_the_register_has_it(self, registry: ResidentRegistry) -> None:
        """旧氏, 通称 and 片仮名表記 come apart from the name."""
        mai, michi = await registry.seal("r-1013"), await registry.seal("r-1109")
        assert mai
        assert (mai.name, mai.alias, mai.katakana) == (
            "NGUYEN THI MAI",
            "凪\u3000マイ",
            "グエン\u3000ティ\u3000マイ",
        )
        assert michi
        assert (michi.name, michi.former_surname, michi.alias) == ("坂上\u3000道", "水沢", "")

    async def test_a_seal_is_a_picture_with_its_size(self, registry: ResidentRegistry) -> None:
        """The same picture each time, another for each person, and how large it is on paper."""
        first, again, other = [await registry.seal(each) for each in ("r-1001", "r-1001", "r-1004")]
        assert first
        assert again
        assert other
        assert first.impression == again.impression
        assert first.impression.png.startswith(b"\x89PNG")
        assert first.impression.png != other.impression.png
        assert (first.impression.width, first.impression.height, other.impression.width) == (13.5, 13.5, 18.0)

    async def test_nobodys_seal(self, registry: ResidentRegistry) -> None:
        """A number the registry does not know is not a person without a registration."""
        with pytest.raises(PortRejected) as caught:
            await registry.seal("r-9999")
        assert caught.value.provider_code == "resident_unknown"
