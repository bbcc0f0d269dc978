"""Who opened what of a case, as a list for auditors."""

from collections.abc import Mapping, Sequence

from rich.console import RenderableType

from audit.words.house import named
from audit.words.registry import WORDS
from domain.cases.access import Opening
from domain.japan import to_the_second
from hosting.tables import table


def opening_words(openings: Sequence[Opening], numbers: Mapping[str, str]) -> RenderableType:
    """Return a list of openings; `numbers` are case numbers by case id."""
    listed = table("日時 (JST)", "職員", "案件番号", "開いたもの", "理由")
    for each in openings:
        part, ground = WORDS.of(each.case_id).part(each.part).ja, named(each.ground).ja
        number = numbers.get(each.case_id, each.case_id)
        listed.add_words(to_the_second(each.at), each.officer, number, part, ground)
    return listed
