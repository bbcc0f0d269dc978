"""Giving a key up for lost: its id becomes free, what it opened stays closed and is no longer asked for."""

from dataclasses import dataclass

from adapters.keys import Keys
from adapters.postgres.key_check import LOST, SINGLE, held
from adapters.postgres.session import Pool, transaction

_FORGET = "DELETE FROM upkeep.key_checks WHERE purpose = $1 AND key_id = $2"
_NAMED = """
    SELECT EXISTS (SELECT FROM upkeep.key_checks WHERE purpose = $1 AND key_id = $2)
        OR ($1 = 'vault' AND EXISTS (SELECT FROM vault.data_keys WHERE key_id = $2))
"""
_CLOSED_WITH_IT = """
    SELECT count(*) FROM vault.data_keys
    WHERE key_id = $1 AND NOT EXISTS (SELECT FROM drafts.drafts WHERE draft_id = data_keys.case_id)
"""
_ERASE_DRAFTS = "DELETE FROM vault.data_keys WHERE key_id = $1 AND case_id IN (SELECT draft_id FROM drafts.drafts)"
_MARK = "UPDATE vault.data_keys SET key_id = $2 || key_id WHERE key_id = $1"
_OPEN = "SELECT count(*) FROM reading.cases WHERE NOT closed"


@dataclass(frozen=True)
class GivenUp:
    """What became of it. `cases` are those of which something cannot be read without the key.

    `still_here`: the key file has it. `unknown`: the database knows no such key.
    """

    done: bool = False
    still_here: bool = False
    unknown: bool = False
    cases: int = 0


async def give_up(pool: Pool, keys: Keys | None, purpose: str, key_id: str, *, only_look: bool) -> GivenUp:
    """Give a key up unless the key file has it or the database does not know it. Raises PortUnavailable, PortRejected.

    Data keys of the vault keep their wrapping under another id: whoever finds the key again can still use it. Drafts that
    nobody can open any more are erased: their browsers begin anew.
    """
    async with transaction(pool) as session:
        if keys is not None and await held(session, keys, purpose, key_id):
            return GivenUp(still_here=True)
        if not await session.fetchval(_NAMED, purpose, key_id):
            return GivenUp(unknown=True)
        question = (_CLOSED_WITH_IT, key_id) if purpose == "vault" else (_OPEN,)
        cases = 0 if purpose in SINGLE else await session.fetchval(*question)
        if only_look:
            return GivenUp(cases=cases)
        await session.execute(_FORGET, purpose, key_id)
        if purpose == "vault":
            await session.execute(_ERASE_DRAFTS, key_id)
            await session.execute(_MARK, key_id, LOST)
    return GivenUp(done=True, cases=cases)
