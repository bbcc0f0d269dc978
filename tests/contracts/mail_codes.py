"""What every sender of codes by mail does (domain.cases.ports.MailCodes). A test class inherits it and gives `office`."""

# ruff: noqa: D102 - the names say it

import asyncio
from datetime import timedelta

import pytest
from contracts.draft_office import (
    HOME,
    MAIL,
    OTHER_MAIL,
    BegunDraft,
    Office,
    outcome,
    wrong,
)

from domain.cases.drafting import (
    CODE_TRIES,
    CODE_VALID,
    COUNTED,
    MOST_BY_ADDRESS,
    MOST_BY_NETWORK,
    Draft,
)
from domain.errors import DomainError, ErrorCode
from domain.municipality.texts import Language


class MailCodesContract(BegunDraft):
    """Behaviour shared by all."""

    async def test_the_code_of_the_mail_is_accepted_however_it_is_written_and_twice(self, office: Office, draft: Draft):
        await office.codes.send(draft, MAIL, HOME, Language.JA)
        code = (await office.told(MAIL)).code
        for written in (code, f" {code[:3]}-{code[3:]}\n", code.translate({0x30 + n: 0xFF10 + n for n in range(10)})):
            assert await outcome(office.codes.confirm(draft, MAIL, written)) == "done"

    async def test_it_is_good_for_ten_minutes_and_its_address_alone(self, office: Office, draft: Draft):
        await office.codes.send(draft, MAIL, HOME, Language.JA)
        code = (await office.told(MAIL)).code
        assert await outcome(office.codes.confirm(draft, OTHER_MAIL, code)) == ErrorCode.MAIL_CODE_OVER
        office.now += CODE_VALID
        assert await outcome(office.codes.confirm(draft, MAIL, code)) == ErrorCode.MAIL_CODE_OVER

    async def test_without_a_mail_there_is_no_code(self, office: Office, draft: Draft):
        assert await outcome(office.codes.confirm(draft, MAIL, "123456")) == ErrorCode.MAIL_CODE_OVER

    async def test_a_new_code_replaces_the_one_before(self, office: Office, draft: Draft):
        await office.codes.send(draft, MAIL, HOME, Language.JA)
        first = (await office.told(MAIL)).code
        await office.codes.send(draft, MAIL, HOME, Language.JA)
        second = (await office.told(MAIL)).code
        if first != second:
            assert await outcome(office.codes.confirm(draft, MAIL, first)) == ErrorCode.MAIL_CODE_REFUSED
        assert await outcome(office.codes.confirm(draft, MAIL, second)) == "done"

    async def test_the_fifth_wrong_code_ends_it(self, office: Office, draft: Draft):
        await office.codes.send(draft, MAIL, HOME, Language.JA)
        code = (await office.told(MAIL)).code
        for left in range(CODE_TRIES - 1, 0, -1):
            with pytest.raises(DomainError) as refused:
                await office.codes.confirm(draft, MAIL, wrong(code))
            assert (refused.value.code, refused.value.facts) == (ErrorCode.MAIL_CODE_REFUSED, {"tries_left": left})
        for written in (wrong(code), code):
            assert await outcome(office.codes.confirm(draft, MAIL, written)) == ErrorCode.MAIL_CODE_OVER
        await office.codes.send(draft, MAIL, HOME, Language.JA)
        assert await outcome(office.codes.confirm(draft, MAIL, (await office.told(MAIL)).code)) == "done"

    async def test_what_is_no_code_is_a_wrong_one(self, office: Office, draft: Draft):
        await office.codes.send(draft, MAIL, HOME, Language.JA)
        code = (await office.told(MAIL)).code
        for written in ("", "\ud800\x00", code * 200, f"{code} "[:5]):
            assert await outcome(office.codes.confirm(draft, MAIL, written)) == ErrorCode.MAIL_CODE_REFUSED, written
        assert await outcome(office.codes.confirm(draft, MAIL, code)) == "done"

    async def test_parallel_guessers_have_not_one_try_more(self, office: Office, draft: Draft):
        """Of forty guesses at once five are compared."""
        await office.codes.send(draft, MAIL, HOME, Language.JA)
        code = int((await office.told(MAIL)).code)
        guesses = [f"{(code + 1 + number) % 1_000_000:06d}" for number in range(40)]
        told = await asyncio.gather(*(outcome(office.codes.confirm(draft, MAIL, guess)) for guess in guesses))
        assert told.count(ErrorCode.MAIL_CODE_REFUSED) == CODE_TRIES - 1
        assert told.count(ErrorCode.MAIL_CODE_OVER) == 40 - CODE_TRIES + 1

    async def test_an_address_gets_five_codes_an_hour_whoever_asks(self, office: Office):
        """Asked for from eight browsers and networks at once, under any spelling of the address."""
        drafts = [await office.drafts.begin(f"{number:064x}", "certificates", "seal", b"") for number in range(8)]
        spellings = (MAIL, MAIL.upper())
        told = await asyncio.gather(
            *(
                outcome(office.codes.send(draft, spellings[number % 2], f"2001:db8:{number}::", Language.JA))
                for number, draft in enumerate(drafts)
            )
        )
        assert told.count("done") == MOST_BY_ADDRESS
        assert told.count(ErrorCode.TOO_MANY_CODES) == 8 - MOST_BY_ADDRESS

    async def test_a_network_gets_so_many_codes_an_hour_and_no_more(self, office: Office, draft: Draft):
        """Eight clients at once; each asks until it is refused."""

        async def client(number: int) -> int:
            count = 0
            while await outcome(office.codes.send(draft, f"{number}.{count}@example.org", HOME, Language.JA)) == "done":
                count += 1
            return count

        assert sum(await asyncio.gather(*(client(number) for number in range(8)))) == MOST_BY_NETWORK
        assert await outcome(office.codes.send(draft, MAIL, "192.0.2.2", Language.JA)) == "done"

    async def test_the_wait_is_told_and_is_enough(self, office: Office, draft: Draft):
        for _ in range(MOST_BY_ADDRESS):
            await office.codes.send(draft, MAIL, HOME, Language.JA)
            office.now += timedelta(minutes=1)
        with pytest.raises(DomainError) as refused:
            await office.codes.send(draft, MAIL, HOME, Language.JA)
        wait = COUNTED - timedelta(minutes=MOST_BY_ADDRESS)
        assert refused.value.facts == {"wait_seconds": int(wait.total_seconds()) + 1}
        office.now += wait - timedelta(seconds=1)
        assert await outcome(office.codes.send(draft, MAIL, HOME, Language.JA)) == ErrorCode.TOO_MANY_CODES
        office.now += timedelta(seconds=2)
        assert await outcome(office.codes.send(draft, MAIL, HOME, Language.JA)) == "done"
        assert await outcome(office.codes.send(draft, MAIL, HOME, Language.JA)) == ErrorCode.TOO_MANY_CODES

    async def test_of_two_limits_the_longer_wait_is_told(self, office: Office, draft: Draft):
        for number in range(MOST_BY_NETWORK - MOST_BY_ADDRESS):
            await office.codes.send(draft, f"{number}@example.org", HOME, Language.JA)
        office.now += timedelta(minutes=10)
        for _ in range(MOST_BY_ADDRESS):
            await office.codes.send(draft, MAIL, HOME, Language.JA)
        for mail, minutes in ((MAIL, 60), (OTHER_MAIL, 50)):
            with pytest.raises(DomainError) as refused:
                await office.codes.send(draft, mail, HOME, Language.JA)
            assert refused.value.facts == {"wait_seconds": minutes * 60 + 1}
