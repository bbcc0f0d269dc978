"""The words of the mail with a code are checked like those of any other mail."""

import pytest

from domain.municipality.code_mail import code_mail_faults
from domain.municipality.texts import NoticeText, Texts

GOOD = "{code} {valid_until} {continue_url}"


def faults(subject: str = "s", body: str = GOOD) -> list[str]:
    texts = Texts(
        redress="r", mail_unreached="m", office="o", office_hours="h", code_mail=NoticeText(subject=subject, body=body)
    )
    return [f"{each.key}: {each.reason}" for each in code_mail_faults(texts)]


@pytest.mark.parametrize("name", ["code", "valid_until", "continue_url"])
def test_the_body_names_all_three_and_the_subject_none(name: str):
    assert faults(body=GOOD.replace(f"{{{name}}}", "")) == [f"code_mail.body: the placeholder {{{name}}} is missing"]
    assert faults(subject=f"{{{name}}}") == [f"code_mail.subject: the placeholder {{{name}}} may not stand here"]


def test_it_names_nothing_else():
    assert faults() == []
    assert faults(body=GOOD + "{receipt_number}") == [
        "code_mail.body: the placeholder {receipt_number} may not stand here"
    ]
