"""What the registry may answer of a seal: what could be printed wrong is no answer."""

import json
from base64 import b64encode

import httpx2
import pytest

from adapters.registry.http_registry import HttpResidentRegistry, RegistryConfig
from domain.errors import PortRejected, PortUnavailable
from sandbox.registry.impression import impression

PNG = impression("a seal", 13.5)
PICTURE = {"media_type": "image/png", "data": b64encode(PNG).decode(), "width_mm": 13.5, "height_mm": 13.5}
GOOD = {
    "number": "0100101", "registered_on": "2012-04-02", "status": "in_force", "name": "窓口　花子", "former_surname": "",
    "alias": None, "katakana": "", "impression": PICTURE, "colour": "vermilion",
}  # fmt: skip


def answering(content: object, status: int = 200) -> HttpResidentRegistry:
    """Return the adapter before a registry that answers this."""
    transport = httpx2.MockTransport(lambda _: httpx2.Response(status, content=json.dumps(content)))
    return HttpResidentRegistry(RegistryConfig("http://registry", "token"), httpx2.AsyncClient(transport=transport))


async def test_everything_is_passed_as_it_stands() -> None:
    """Texts and picture byte for byte; what we do not know is passed over."""
    found = await answering(GOOD).seal("r-1001")
    assert found is not None
    assert (found.number, found.registered_on.root, found.name) == ("0100101", "2012-04-02", "窓口　花子")
    assert (found.former_surname, found.alias, found.katakana) == ("", "", "")
    assert (found.impression.png, found.impression.width, found.suspended) == (PNG, 13.5, False)


@pytest.mark.parametrize(
    ("status", "suspended"), [("suspended", True), ("in_force", False), ("gone", None), (None, None)]
)
async def test_a_status_we_do_not_know_is_not_in_force(status: str | None, suspended: bool | None) -> None:
    """An officer is asked."""
    found = await answering(GOOD | {"status": status}).seal("r-1001")
    assert found is not None
    assert found.suspended is suspended


@pytest.mark.parametrize(
    "odd",
    [
        {"number": ""}, {"number": None}, {"name": " "}, {"impression": None},
        {"impression": PICTURE | {"data": "?"}},
        {"impression": PICTURE | {"data": b64encode(b"GIF89a" + PNG).decode()}},
        {"impression": PICTURE | {"data": b64encode(PNG[:20]).decode()}},
        {"impression": PICTURE | {"data": b64encode(PNG + bytes(256 * 1024)).decode()}},
        {"impression": PICTURE | {"media_type": "image/svg+xml"}},
        {"impression": PICTURE | {"width_mm": 0}}, {"impression": PICTURE | {"width_mm": 31, "height_mm": 31}},
        {"impression": PICTURE | {"width_mm": 14.5}},
    ],
)  # fmt: skip
async def test_what_cannot_be_printed_right_is_no_answer(odd: dict[str, object]) -> None:
    """Not a whole PNG, or stretched, or larger than a seal may be: nothing of it shows in the error."""
    with pytest.raises(PortUnavailable) as caught:
        await answering(GOOD | odd).seal("r-1001")
    assert caught.value.__suppress_context__
    assert "花子" not in str(caught.value)


@pytest.mark.parametrize(("status", "code"), [(404, "seal_not_registered"), (409, "not_resident")])
async def test_no_registration_is_an_answer(status: int, code: str) -> None:
    """Whoever does not live here has none either."""
    assert await answering({"detail": {"code": code}}, status).seal("r-1001") is None


async def test_another_refusal_is_no_registration_neither() -> None:
    """A number the registry does not know is a fault, not a person without a seal."""
    with pytest.raises(PortRejected):
        await answering({"detail": {"code": "resident_unknown"}}, 404).seal("r-1001")
