"""Identifiers: each can be read back, none says anything of a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import ids

ENTROPY = st.binary(min_size=10, max_size=10)
MOMENTS = st.integers(0, 2**48 - 1)


@given(MOMENTS, ENTROPY)
def test_case_ids_are_uuids_of_version_seven(moment: int, entropy: bytes) -> None:
    """RFC 9562 §5.7: the moment comes first, so ids sort by arrival; version and variant are set."""
    made = ids.case_id("cert", moment, entropy)
    assert ids.is_case_id(made)
    assert int(made.removeprefix("cert-").replace("-", "")[:12], 16) == moment
    assert made.removeprefix("cert-")[14] == "7"


@pytest.mark.parametrize(
    "text",
    ["", "x", "0190b5b4-0000-7000-8000-000000000001", "cert-0190b5b4-0000-7000-8000-00000000000",
     "cert-0190B5B4-0000-7000-8000-00000000000A", "CERT-0190b5b4-0000-7000-8000-000000000001",
     "cert-{0190b5b4-0000-7000-8000-000000000001}", "cert-0190b5b4000070008000000000000001",
     "cert-0190b5b4-0000-4000-8000-000000000001", "cert-0190b5b4-0000-7000-0000-000000000001",
     "pay-cert-0190b5b4-0000-7000-8000-000000000001", "cert-0190b5b4-0000-7000-8000-000000000001\n"],
)  # fmt: skip
def test_other_texts_are_no_case_ids(text: str) -> None:
    """One canonical spelling: anything else is no id."""
    assert not ids.is_case_id(text)


@given(MOMENTS, ENTROPY)
def test_workflow_and_payment_ids_are_read_back(moment: int, entropy: bytes) -> None:
    """Every derived id leads back to its request, and to no other kind."""
    request = ids.case_id("cert", moment, entropy)
    payment = ids.payment_id(request)
    assert ids.case_of_workflow(ids.case_workflow_id(request)) == request
    assert ids.case_of_payment(payment) == request
    assert ids.payment_of_workflow(ids.payment_workflow_id(payment)) == payment
    assert ids.case_of_workflow(ids.payment_workflow_id(payment)) is None
    assert ids.payment_of_workflow(ids.case_workflow_id(request)) is None
    assert ids.case_of_payment(request) is None


@given(MOMENTS, ENTROPY, st.integers(1, 99))
def test_keys_at_the_provider_are_short_and_differ_by_attempt(moment: int, entropy: bytes, attempt: int) -> None:
    """PayPay's merchantPaymentId and merchantRefundId have at most 64 characters."""
    payment = ids.payment_id(ids.case_id("cert", moment, entropy))
    charge = ids.charge_id(payment, attempt)
    assert len(charge) <= 64
    assert len(ids.refund_id(charge)) <= 64
    assert charge != ids.charge_id(payment, attempt + 1)
    assert ids.charge_id(payment, 1) == payment


@given(ENTROPY)
def test_receipt_numbers_are_read_as_people_write_them(entropy: bytes) -> None:
    """80 bits in Crockford's letters; case, spaces, hyphens, O for 0 and I or L for 1 are forgiven."""
    number = ids.receipt_number(entropy)
    written = number.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert ids.normalise_receipt_number(written) == number
    assert ids.normalise_receipt_number(number.replace("-", "")) == number


@given(ENTROPY, ENTROPY)
def test_receipt_numbers_differ_when_their_entropy_does(one: bytes, other: bytes) -> None:
    """No bit is lost."""
    assert (ids.receipt_number(one) == ids.receipt_number(other)) is (one == other)


@pytest.mark.parametrize("text", ["", "K7QD-0R3M-XW5B-92T", "K7QD-0R3M-XW5B-92TCC", "K7QD-0R3M-XW5B-92TU", "受付番号"])
def test_other_texts_are_no_receipt_numbers(text: str) -> None:
    """U is no letter of Crockford's; too short and too long are refused."""
    assert ids.normalise_receipt_number(text) is None


@pytest.mark.parametrize("maker", [lambda: ids.case_id("cert", 0, b"short"), lambda: ids.receipt_number(b"x" * 11)])
def test_entropy_of_another_length_is_a_bug(maker: object) -> None:
    """An id with less entropy than it says is never made."""
    with pytest.raises(ValueError, match="ten bytes"):
        maker()  # type: ignore[operator]


def test_letters_are_numbered() -> None:
    """The letter's business key names request and attempt."""
    assert ids.letter_id("r", 2) == "letter-r-2"


@pytest.mark.parametrize("serial", [1, 123, 999_999, 1_000_000, 123_456_789])
def test_case_numbers_are_read_as_people_write_them(serial: int) -> None:
    """`2026-000123-N`: any width, case, hyphen and blank; grown beyond six digits it goes on."""
    number = ids.case_number(2026, serial)
    for written in (number, number.lower(), number.replace("-", ""), number.replace("-", "－"), f" {number}\u3000"):
        assert ids.normalise_case_number(written) == number


@given(st.integers(1, 10**7), st.data())
def test_a_misread_case_number_is_none(serial: int, data: st.DataObject) -> None:
    """One wrong figure, or two neighbours changed about: nobody opens somebody else's case by a slip."""
    number = ids.case_number(2026, serial)
    at = data.draw(st.sampled_from([place for place, letter in enumerate(number[:-2]) if letter.isdigit()]))
    figure = data.draw(st.sampled_from([each for each in "0123456789" if each != number[at]]))
    assert ids.normalise_case_number(number[:at] + figure + number[at + 1 :]) is None
    figures = number.replace("-", "")
    place = data.draw(st.integers(0, len(figures) - 3))
    turned = figures[:place] + figures[place + 1] + figures[place] + figures[place + 2 :]
    assert turned == figures or ids.normalise_case_number(turned) is None


@pytest.mark.parametrize("text", ["", "2026-000123", "2026-000123-M", "2026-12-N", "K7QD-0R3M-XW5B-92TC", "案件番号"])
def test_other_texts_are_no_case_numbers(text: str) -> None:
    """Cut short, with another check letter, or the citizen's number."""
    assert ids.normalise_case_number(text) is None


@given(st.binary(min_size=5, max_size=5))
def test_confirmation_codes_are_read_as_people_write_them(entropy: bytes) -> None:
    """40 bits in Crockford's letters."""
    code = ids.confirmation_code(entropy)
    assert ids.normalise_confirmation_code(code.lower().replace("-", "ー").replace("0", "o").replace("1", "l")) == code
    assert ids.normalise_confirmation_code(code[:-1]) is None
