"""What every PostalCarrier must do. A suite gives the fixture `carrier` and, for each test, an unused `letter`."""

from datetime import UTC, datetime

import pytest

from domain.errors import PortRejected
from domain.ports import PostalCarrier
from domain.postal.letters import Letter, MailClass, PostalEventKind, Recipient


def a_letter(letter_id: str, tracking_number: str) -> Letter:
    """Return a letter to an invented person."""
    return Letter(
        letter_id=letter_id,
        tracking_number=tracking_number,
        mail_class=MailClass.SPECIFIED_RECORD,
        weight_grams=28,
        recipient=Recipient(postcode="9990003", address="架空県みなも市葛󠄀葉町１１番地４", name="葛󠄀城　文"),
        handed_over_at=datetime(2026, 11, 24, 5, 0, tzinfo=UTC),
    )


class PostalCarrierContract:
    """Hand-over by key, tracking by number."""

    async def test_hand_over_returns_the_acceptance(self, carrier: PostalCarrier, letter: Letter) -> None:
        """Handing a letter over returns the acceptance scan of its number."""
        event = await carrier.hand_over(letter)
        assert (event.kind, event.tracking_number) == (PostalEventKind.ACCEPTED, letter.tracking_number)

    async def test_the_same_letter_twice_is_one_hand_over(self, carrier: PostalCarrier, letter: Letter) -> None:
        """A repeated hand-over returns the same acceptance and books nothing more."""
        first = await carrier.hand_over(letter)
        again = letter.model_copy(update={"handed_over_at": datetime(2026, 11, 25, tzinfo=UTC)})
        assert await carrier.hand_over(again) == first
        assert await carrier.track(letter.tracking_number) == (first,)

    async def test_a_number_in_use_is_refused(self, carrier: PostalCarrier, letter: Letter) -> None:
        """One tracking number cannot be on two letters."""
        await carrier.hand_over(letter)
        with pytest.raises(PortRejected) as caught:
            await carrier.hand_over(letter.model_copy(update={"letter_id": letter.letter_id + "-other"}))
        assert caught.value.provider_code == "tracking_number_in_use"

    async def test_another_letter_under_the_same_id_is_refused(self, carrier: PostalCarrier, letter: Letter) -> None:
        """A letter id stands for one letter: another weight under it is a mistake."""
        await carrier.hand_over(letter)
        with pytest.raises(PortRejected) as caught:
            await carrier.hand_over(letter.model_copy(update={"weight_grams": 60}))
        assert caught.value.provider_code == "letter_differs"

    async def test_a_wrong_check_digit_is_refused(self, carrier: PostalCarrier, letter: Letter) -> None:
        """A number that cannot be right is refused and nothing is booked."""
        wrong = letter.tracking_number[:-1] + str((int(letter.tracking_number[-1]) + 1) % 7)
        with pytest.raises(PortRejected) as caught:
            await carrier.hand_over(letter.model_copy(update={"tracking_number": wrong}))
        assert caught.value.provider_code == "tracking_number_invalid"
        assert await carrier.track(wrong) == ()

    async def test_an_unseen_number_has_no_scans(self, carrier: PostalCarrier, letter: Letter) -> None:
        """Tracking a number the post has not seen returns nothing and is no error."""
        assert await carrier.track(letter.tracking_number) == ()
