"""Who an officer is at this moment, as those who vouch or know tokens ask."""

from collections.abc import Awaitable, Callable, Mapping

from domain.actors import Actor


def officers_by_id(actors: Mapping[str, Actor]) -> Callable[[str], Awaitable[Actor | None]]:
    """Return what tells of an id who that is now; whoever changes `actors` changes the officers."""

    async def actor_of(officer: str) -> Actor | None:
        return actors.get(officer)

    return actor_of


def always(actor: Actor | None) -> Callable[[str], Awaitable[Actor | None]]:
    """Return what takes everybody for this officer; None: for nobody."""

    async def actor_of(_officer: str) -> Actor | None:
        return actor

    return actor_of
