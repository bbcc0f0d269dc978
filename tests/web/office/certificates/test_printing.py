"""Letters printed in one act, each once, and once more for a reason."""

from datetime import timedelta

import pytest
from fakes.desk_stories import STAFF, case_id, case_number, confirmed, issued, paid
from fixtures.forms import hidden_fields

from domain.cases.vault import VaultItem
from domain.certificates.disclosure import Part
from domain.certificates.print_batches import MOST_LETTERS, OPEN_FOR
from domain.certificates.vault import RequestItem
from domain.documents import Document
from domain.postal.letters import Recipient

DISPATCHER = STAFF["dispatcher"]
TO = Recipient(postcode="9990001", address="青葉一丁目2番3号", name="髙﨑 花子")


@pytest.fixture
async def dispatcher(officer):
    return await officer("dispatcher")


@pytest.fixture
def ready(city):
    """Return a maker of cases whose letters lie in the vault."""

    async def make(*numbers):
        for number in numbers:
            city.happened(number, *issued(number))
            contents = {
                RequestItem.COVER_LETTER: Document(content=b"cover", sheets=1),
                RequestItem.CERTIFICATE: Document(content=b"certificate", sheets=1),
                RequestItem.RECIPIENT: TO,
            }
            for kind, content in contents.items():
                await city.vault.put(case_id(number), VaultItem(kind=kind), content.model_dump_json().encode())

    return make


async def press(browser, path="/office/print", to=None, **typed):
    """Press the button of a page's first form, or of the one at `to`."""
    html = (await browser.get(path)).text
    form = html[html.index(f'action="{to or path}"') :]
    return await browser.post(to or path, data={**hidden_fields(form[: form.index("</form>")]), **typed})


@pytest.mark.parametrize("who", ["examiner", "approver", "closed", "auditor", "supervisor", "admin", "nobody"])
@pytest.mark.parametrize("path", ["", "/batches/1", "/batches/1/letters.pdf"])
async def test_nobody_but_a_dispatcher_prints(officer, who, path):
    assert (await (await officer(who)).get(f"/office/print{path}")).status_code == 403


async def test_all_that_is_ready_is_printed_in_one_act(dispatcher, city, ready):
    await ready(1, 2)
    city.happened(3, *paid(3))
    city.happened(4, *confirmed(4))
    assert "2通あります" in (await dispatcher.get("/office/print")).text

    made = await press(dispatcher)
    page = (await dispatcher.get(made.headers["location"])).text
    pdf = await dispatcher.get("/office/print/batches/1/letters.pdf")

    assert (made.status_code, made.headers["location"]) == (303, "/office/print/batches/1")
    assert all(case_number(number) in page for number in (1, 2))
    assert (pdf.status_code, pdf.headers["content-type"]) == (200, "application/pdf")
    assert [each.recipient for each in city.letter_press.batches[0].letters] == [TO, TO]
    assert "印刷を待つ郵便物はありません" in (await dispatcher.get("/office/print")).text


async def test_each_letter_of_a_file_is_one_opening_and_pages_open_nothing(dispatcher, city, ready):
    await ready(1, 2)
    await dispatcher.get((await press(dispatcher)).headers["location"])
    assert city.access.kept == []

    for times in (1, 2):
        pdf = await dispatcher.get("/office/print/batches/1/letters.pdf")
        assert len(city.access.kept) == 2 * times

    assert {(each.case_id, each.officer, each.part) for each in city.access.kept} == {
        (case_id(number), DISPATCHER.id, Part.LETTER) for number in (1, 2)
    }
    assert "no-store" in pdf.headers["cache-control"]
    assert "髙﨑" not in str(pdf.headers)


async def test_nothing_is_shown_that_cannot_be_recorded(dispatcher, city, ready):
    await ready(1)
    await press(dispatcher)
    city.access.broken = True

    assert (await dispatcher.get("/office/print/batches/1/letters.pdf")).status_code == 503
    assert city.letter_press.batches == []


async def test_the_same_press_twice_is_one_batch(dispatcher, city, ready):
    await ready(1)
    sent = hidden_fields((await dispatcher.get("/office/print")).text.partition("</form>")[2].partition("</form>")[0])

    answers = [await dispatcher.post("/office/print", data=sent) for _ in range(2)]

    assert {each.headers["location"] for each in answers} == {"/office/print/batches/1"}
    assert len(city.batches.made) == 1


async def test_after_a_quarter_of_an_hour_a_file_is_printed_again_for_a_reason(dispatcher, city, ready):
    await ready(1)
    await press(dispatcher)
    city.now += OPEN_FOR

    late = await dispatcher.get("/office/print/batches/1/letters.pdf")
    page = (await dispatcher.get("/office/print/batches/1")).text

    assert (late.status_code, late.headers["location"]) == (303, "/office/print/batches/1")
    assert "letters.pdf" not in page
    assert city.access.kept == []


async def test_another_dispatcher_opens_no_file_of_a_colleagues_batch(dispatcher, officer, city, ready):
    await ready(1)
    await press(dispatcher)
    other = STAFF["both"].model_copy(update={"roles": DISPATCHER.roles})
    city.people.actors[other.id] = other

    late = await (await officer("both")).get("/office/print/batches/1/letters.pdf")

    assert late.status_code == 303
    assert city.access.kept == []


@pytest.mark.parametrize("to", ["/office/print/again", "/office/print/batches/1/again"])
async def test_a_reprint_asks_a_reason(dispatcher, city, ready, to):
    await ready(1)
    await press(dispatcher)
    page = "/office/print" if to == "/office/print/again" else "/office/print/batches/1"
    typed = {"code": case_number(1)} if to == "/office/print/again" else {}

    refused = await press(dispatcher, page, to, **typed)
    made = await press(dispatcher, page, to, **typed, reason="damaged")

    assert refused.status_code == 422
    assert "印刷し直す理由を選んでください" in refused.text
    assert made.headers["location"] == "/office/print/batches/2"
    assert [(each.officer, each.reason) for each in city.batches.made.values()] == [
        (DISPATCHER.id, None),
        (DISPATCHER.id, "damaged"),
    ]


async def test_a_letter_that_has_left_is_not_printed_again(dispatcher, city):
    city.happened(1, *confirmed())

    answer = await press(dispatcher, "/office/print", "/office/print/again", code=case_number(1), reason="lost")

    assert answer.status_code == 422
    assert "発送を確定しています" in answer.text


async def test_a_letter_that_left_meanwhile_is_left_out_and_named(dispatcher, city, ready):
    await ready(1, 2)
    await press(dispatcher)
    city.happened(1, *confirmed())

    await dispatcher.get("/office/print/batches/1/letters.pdf")

    order = city.letter_press.batches[0]
    assert [each.case_number for each in order.letters] == [case_number(2)]
    assert order.left_out == (case_number(1),)
    assert [each.case_id for each in city.access.kept] == [case_id(2)]


async def test_a_batch_is_no_larger_than_one_can_carry(dispatcher, city, ready):
    await ready(*range(1, MOST_LETTERS + 3))

    await press(dispatcher)

    assert "2通あります" in (await dispatcher.get("/office/print")).text


async def test_a_dispatchers_own_letter_is_a_colleagues_to_print(dispatcher, city, ready):
    await ready(1)
    city.people.actors[DISPATCHER.id] = DISPATCHER.model_copy(update={"person": "ef" * 16})

    assert "印刷を待つ郵便物はありません" in (await dispatcher.get("/office/print")).text


async def test_an_unknown_batch_is_none(dispatcher):
    assert (await dispatcher.get("/office/print/batches/7")).status_code == 404


async def test_the_manifest_has_the_days_numbers_and_nobodys_name(dispatcher, city):
    city.happened(1, *confirmed())
    day = (city.now - timedelta(days=1)).date().isoformat()

    pdf = await dispatcher.get(f"/office/dispatch/manifest.pdf?day={day}")

    assert pdf.headers["content-type"] == "application/pdf"
    assert [each.case_number for each in city.letter_press.manifests[0].letters] == [case_number(1)]
    assert city.access.kept == []
