"""規則: what the municipality has decided, what holds today, on which ground, and what changes next."""

from fastapi import APIRouter, Response

from domain.municipality.calendar import local_date
from domain.municipality.postage import PostageTable
from web.office.page import PREFIX, Admin, StaffPage
from web.office.rules_in_words import RuleSection, dated

router = APIRouter(prefix=f"{PREFIX}/admin/rules", include_in_schema=False)


@router.get("")
async def rules(page: Admin) -> Response:
    """Show the rules of all procedures, and those that all share."""
    sections = [each for told in page.office_set.rules for each in told(page)]
    return page.show(
        "office/admin/rules.html",
        today=local_date(page.now),
        version=page.policy.version,
        sections=[*sections, _postage(page)],
        coming=[(section.title, line) for section in sections for line in section.lines if line.coming is not None],
    )


def _postage(page: StaffPage) -> RuleSection:
    def said(table: PostageTable) -> str:
        rates = [
            page.plain(
                "rules.rate",
                envelope=page.plain(f"rules.envelope.{each.envelope.value}"),
                grams=each.up_to_grams,
                yen=each.yen,
            )
            for each in table.rate
        ]
        return "、".join(rates)

    line = dated(page.plain("rules.postage"), page.policy.postage.table, local_date(page.now), said)
    return RuleSection(page.plain("rules.post"), [line])
