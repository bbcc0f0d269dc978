"""`madoguchi status`: the admins' view of the installation, for whoever runs it."""

import pytest

from cli.status import words
from domain.office.health import Health

pytestmark = pytest.mark.database


async def test_status_tells_what_answers_and_what_waits(installation):
    """Of an installation whose engine is down: exit 1, one document, and the same in words."""
    document = await installation.run("status", expect=1)

    assert document.pop("ok") is False
    health = Health.model_validate(document)
    assert {each.name: each.state.value for each in health.systems} == {"postgres": "fine", "temporal": "silent"}
    assert {"staged", "mails", "uncovered"} <= {each.name for each in health.waiting}
    assert "エンジン: 答えない" in words(health)
    assert words(health).endswith("見てください (something needs somebody)")
