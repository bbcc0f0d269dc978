"""Areas of postcodes (郵便番号データ, utf_ken_all): in which of them an address may lie.

A postcode is filled in for somebody only where the table leaves no doubt: what is spelled otherwise, or goes on as the
name of another place, lies in none. Then the person says it, who knows it.
"""

import re
from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict

from domain.identity.address import Place, read_place

_LONGEST_MUNICIPALITY = 20  # letters in normal form, a ward included; the longest there is has 13
_NOTE = re.compile("（.*", re.DOTALL)
_LEFT_OUT = re.compile("大字")
# After a town comes its end, a number (with a letter of old registers before it), or a part of it (字).
_IS_THE_TOWN = re.compile("$|字|[甲乙丙丁戊己庚辛イロハニホヘト]?-?[0-9]")
_CHOME = re.compile("（([0-9０-９、〜～丁目]+)丁目）")
_WAVE = re.compile("[〜～]")
_WITH_CHOME = 3  # numbers: 丁目, 番, 号


class PostcodeArea(BaseModel):
    """One row: seven digits, and the names of prefecture, municipality and town (empty: all that is not listed).

    A town may say in brackets which part of it is meant: 水面町（１～３丁目）.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    postcode: str
    prefecture: str
    municipality: str
    town: str

    @property
    def key(self) -> str:
        """The municipality in normal form, without prefecture and 郡: one of `keys_of` of each address in it."""
        return _normal(read_place(self.prefecture + self.municipality))


def keys_of(address: str) -> tuple[str, ...]:
    """Return what the municipality of an address may be called in normal form."""
    normal = _normal(read_place(address))
    return tuple(normal[:size] for size in range(2, min(len(normal), _LONGEST_MUNICIPALITY) + 1))


def areas_of(address: str, listed: Sequence[PostcodeArea]) -> tuple[PostcodeArea, ...]:
    """Return the areas in which an address may lie, of all that are listed of its municipality; none if that is not sure.

    What a municipality's code is for "all other towns" counts only where no town is listed at all.
    """
    place = read_place(address)
    lies_in = [area for area in listed if _may_be_in(place, area)]
    if all(not area.town for area in lies_in):
        return tuple(lies_in)
    named = [(area, _town(area)) for area in lies_in if area.town]
    fitting = [(area, town) for area, town in named if _is_town(place, town)]
    longest = max((len(_normal(town)) for _, town in fitting), default=0)
    narrow = [(area, town) for area, town in fitting if len(_normal(town)) == longest]
    judged = [(area, _fits_note(place, area, town)) for area, town in narrow]
    noted = tuple(area for area, fits in judged if fits and "（" in area.town)
    return noted or tuple(area for area, fits in judged if fits is not False)


def postcodes_in(areas: Iterable[PostcodeArea]) -> tuple[str, ...]:
    """Return the different postcodes of areas, in their order."""
    return tuple(dict.fromkeys(area.postcode for area in areas))


def _may_be_in(place: Place, area: PostcodeArea) -> bool:
    """Compare prefecture and 郡 where both name one; the municipality always."""
    around = read_place(area.prefecture + area.municipality)
    pairs = ((place.prefecture, around.prefecture), (place.county, around.county))
    return all(not one or not other or one == other for one, other in pairs) and _normal(place).startswith(area.key)


def _is_town(place: Place, town: Place) -> bool:
    whole, begins = _normal(place), _normal(town)
    return whole.startswith(begins) and bool(_IS_THE_TOWN.match(whole[len(begins) :]))


def _fits_note(place: Place, area: PostcodeArea, town: Place) -> bool | None:
    """Say whether an address is in the part of the town that the note means; None where it cannot be told."""
    if "（" not in area.town:
        return True
    note, after = _CHOME.search(area.town), len(town.units)
    first = re.match("-?([0-9]+)", _normal(place)[len(_normal(town)) :])
    if note is None or first is None:
        return None
    unit = place.units[after] if after < len(place.units) else ""
    if unit not in ("", "丁目"):
        return False
    if not unit and len(place.units) - after < _WITH_CHOME:
        return None
    return any(int(first[1]) in each for each in _ranges(note[1].replace("丁目", "")))


def _ranges(written: str) -> list[range]:
    bounds = ([int(bound) for bound in _WAVE.split(part) if bound] for part in written.split("、"))
    return [range(each[0], each[-1] + 1) for each in bounds if each]


def _town(area: PostcodeArea) -> Place:
    return read_place(area.prefecture + area.municipality + _NOTE.sub("", area.town))


def _normal(place: Place) -> str:
    return _LEFT_OUT.sub("", place.rest)
