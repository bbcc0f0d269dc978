"""Two admins at their browsers."""

import pytest

from domain.actors import Actor, Role

KATO = "admin-kato"


@pytest.fixture
async def kobayashi(officer):
    """The admin who proposes."""
    return await officer("admin")


@pytest.fixture
async def kato(officer, city):
    """The admin who confirms."""
    city.people.actors[KATO] = Actor(id=KATO, roles=(Role.ADMIN,))
    return await officer(KATO)
