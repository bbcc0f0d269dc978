"""The small parts: languages, tokens, renewals."""

from datetime import UTC, datetime, timedelta

import pytest
from fakes.officers import always, officers_by_id
from hypothesis import given
from hypothesis import strategies as st

from domain.actors import Actor
from domain.municipality.texts import Language
from web.languages import preferred
from web.renewals import Renewals
from web.staff import StaffTokens

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "ja"),
        ("ja", "ja"),
        ("ja-JP", "ja"),
        ("JA-simple", "ja-simple"),
        ("en-US,en;q=0.9", "en"),
        ("fr, en;q=0.3, ja;q=0.7", "ja"),
        ("en;q=0, ja;q=0.1", "ja"),
        ("en;q=0", "ja"),
        ("en;q=9, ja-simple;q=0.2", "ja-simple"),
        ("en;q=nan", "ja"),
        ("*", "ja"),
        ("japanese", "ja"),
        ("english", "ja"),
        ("ja-simple;q=0.5, ja;q=0.4", "ja-simple"),
    ],
)
def test_the_language_with_the_highest_quality_wins(header: str, language: str) -> None:
    """Accept-Language is read as RFC 9110 says, and Japanese is what is left."""
    assert preferred(header) == language


@given(st.text())
def test_any_header_names_a_language(header: str) -> None:
    """Nothing a caller writes there is a fault."""
    assert preferred(header) in Language


async def test_tokens_are_kept_as_hashes() -> None:
    """Whoever looks into the directory's memory finds no token."""
    officer = Actor(id="officer-sato", roles=())
    directory = StaffTokens({"a-long-enough-token": officer.id}, officers_by_id({officer.id: officer}))
    assert await directory.actor_of("a-long-enough-token") == officer
    assert await directory.actor_of("a-long-enough-toke") is None
    assert await directory.actor_of("\ud800") is None
    assert "a-long-enough-token" not in str(vars(directory))


def test_a_short_token_is_refused() -> None:
    """A token somebody could guess is no token."""
    with pytest.raises(ValueError, match="fewer than 16"):
        StaffTokens({"short": "officer-sato"}, always(None))


def test_a_payment_is_asked_once_in_a_while_however_often_it_is_wanted() -> None:
    """The pause counts from the last time it was asked, not from the last time somebody wanted to."""
    renewals = Renewals(timedelta(minutes=1))
    assert renewals.due("pay-1", NOON)
    assert not renewals.due("pay-1", NOON + timedelta(seconds=59))
    assert renewals.due("pay-2", NOON + timedelta(seconds=59))
    assert renewals.due("pay-1", NOON + timedelta(seconds=60))


def test_a_code_that_is_not_replaced_is_asked_about_less_and_less() -> None:
    """A citizen reloads every ten seconds for two weeks while the provider is silent: some sixty events, not 20,000."""
    renewals = Renewals()
    asked = [second for second in range(0, 14 * 86_400, 10) if renewals.due("code", NOON + timedelta(seconds=second))]
    assert asked[:5] == [0, 60, 180, 420, 900]
    assert len(asked) <= 70
    assert renewals.due("the next code", NOON + timedelta(days=14))


def test_renewals_do_not_grow_without_end() -> None:
    """Of many payments the oldest are forgotten."""
    renewals = Renewals()
    for number in range(10_001):
        renewals.due(f"pay-{number}", NOON)
    assert len(vars(renewals)["_asked"]) == 10_000
    assert renewals.due("pay-0", NOON)
    assert not renewals.due("pay-10000", NOON)
