"""Portals are told, signed; who does not take a message is told again."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime

from domain.portals.webhooks import DueDelivery
from upkeep.courier import Courier

NOW = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
SECRET = b"s" * 32


class _Room:
    """News, and the portal that takes them: it answers what it is told to."""

    def __init__(self, *answers: int) -> None:
        self.due = [
            DueDelivery(f"msg-{number}", "ep-1", "https://portal.example/", '{"a":1}', 1)
            for number, _ in enumerate(answers)
        ]
        self.answers = dict(zip((each.message_id for each in self.due), answers, strict=True))
        self.taken: list[str] = []
        self.refused: list[tuple[str, int]] = []
        self.sent: dict[str, dict[str, str]] = {}

    async def collect(self) -> int:
        return 0

    async def claim(self, limit, lease):
        due, self.due = self.due, []
        return due

    async def delivered(self, due, answer):
        self.taken.append(due.message_id)

    async def failed(self, due, answer):
        self.refused.append((due.message_id, answer))

    async def send(self, url, body, headers):
        self.sent[headers["webhook-id"]] = headers
        return self.answers[headers["webhook-id"]]


async def test_what_is_taken_is_done_and_anything_else_is_tried_again():
    room = _Room(200, 204, 302, 404, 500, 0)

    assert await Courier(room, room, lambda _: SECRET, lambda: NOW).tell() == 6

    assert room.taken == ["msg-0", "msg-1"]
    assert room.refused == [("msg-2", 302), ("msg-3", 404), ("msg-4", 500), ("msg-5", 0)]


async def test_a_receiver_can_verify_what_comes():
    room = _Room(200)
    await Courier(room, room, lambda _: SECRET, lambda: NOW).tell()

    headers = room.sent["msg-0"]
    signed = f'msg-0.{int(NOW.timestamp())}.{{"a":1}}'.encode()
    assert (
        headers["webhook-signature"] == "v1," + base64.b64encode(hmac.digest(SECRET, signed, hashlib.sha256)).decode()
    )
