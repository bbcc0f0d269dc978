"""`madoguchi portal`: programs that ask for somebody, their keys and what they may do."""

import re
from typing import TYPE_CHECKING, Annotated

import typer

from cli.answers import Answer, AsJson
from cli.running import finish
from hosting.exit_codes import NO

if TYPE_CHECKING:
    from domain.portals.portal import Portal as Made

app = typer.Typer(help="Portals: programs that call /api/v1 for people.", no_args_is_help=True)
Portal = Annotated[str, typer.Argument(metavar="PORTAL", help="The portal's id.")]
_NO_PORTAL = "その名前のポータルはありません (no such portal): {portal}"


@app.command()
def create(
    portal: Portal,
    name: Annotated[str, typer.Option(help="What people call it.")],
    *,
    scope: Annotated[
        list[str], typer.Option(help="What it may do: submit, read, webhooks; may be repeated. Left out: all.")
    ] = [],  # noqa: B006 - typer reads it once
    per_minute: Annotated[int, typer.Option(min=1, max=100_000, help="Calls in a minute.")] = 600,
    as_json: AsJson = False,
) -> None:
    """Add a portal; make it a key with `madoguchi portal key`."""

    async def work() -> Answer:
        from adapters.records import open_records
        from adapters.settings import CitySettings

        made = _made(portal, name, scope, per_minute, CitySettings.from_environment().env)
        async with open_records() as records:
            if not await records.store.portals.create(made):
                return Answer({"created": False}, f"もうあります (it is there already): {portal}", NO)
        words = f"{portal} ({made.mode}): {', '.join(made.scopes)}"
        return Answer({"created": True, **made.model_dump(mode="json")}, words)

    finish(work, as_json=as_json)


def _made(portal: str, name: str, scopes: list[str], per_minute: int, env: str) -> "Made":
    """Return the portal that was asked for. Raises WrongInputError."""
    from cli.failures import WrongInputError
    from domain.portals.keys import Mode
    from domain.portals.portal import PORTAL_ID, Scope
    from domain.portals.portal import Portal as Made

    if re.fullmatch(PORTAL_ID, portal) is None:
        raise WrongInputError("PORTAL", f"{portal[:60]} is no id", "Write small letters, digits and hyphens.")
    if not 1 <= len(name) <= 80:  # noqa: PLR2004 - as domain.portals.portal
        raise WrongInputError("--name", "is empty or too long", "Write 1 to 80 characters.")
    unknown = [each for each in scopes if each not in set(Scope)]
    if unknown:
        raise WrongInputError("--scope", f"{unknown[0][:60]} is none", f"Use {', '.join(Scope)}.")
    wanted = tuple(Scope(each) for each in dict.fromkeys(scopes)) or tuple(Scope)
    mode = Mode.TEST if env == "dev" else Mode.LIVE
    return Made(portal_id=portal, name=name, mode=mode, scopes=wanted, per_minute=per_minute)


@app.command()
def key(portal: Portal, *, as_json: AsJson = False) -> None:
    """Make a key and print it, this once. Two are good at the same time: make the new one, then revoke the old."""

    async def work() -> Answer:
        from adapters.postgres.portals import TooManyKeysError
        from adapters.records import open_records

        async with open_records() as records:
            try:
                made = await records.store.portals.new_key(portal)
            except TooManyKeysError:
                words = "使えるキーが2つあります。先に1つを無効にしてください (revoke one of the two first)"
                return Answer({"key": None, "reason": "too_many_keys"}, words, NO)
        if made is None:
            return Answer({"key": None, "reason": "no_portal"}, _NO_PORTAL.format(portal=portal), NO)
        return Answer({"key": made}, f"{made}\nこのキーは二度と表示されません (shown this once)")

    finish(work, as_json=as_json)


@app.command(name="list")
def list_portals(*, as_json: AsJson = False) -> None:
    """List portals with their keys: never the keys themselves."""

    async def work() -> Answer:
        from adapters.records import open_records
        from domain.japan import to_the_minute
        from hosting.tables import table

        async with open_records() as records:
            found = await records.store.portals.listed()
        listed = table("ポータル", "名前", "権限", "キー", "最後に使った時 (JST)")
        for each in found:
            good = [one for one in each.keys if one.revoked_at is None]
            used = (to_the_minute(one.used_at) if one.used_at else "-" for one in good)
            keys = "\n".join(f"{one.key_id}: {one.begins}…" for one in good) or "-"
            scopes = ", ".join(each.portal.scopes)
            listed.add_words(each.portal.portal_id, each.portal.name, scopes, keys, "\n".join(used) or "-")
        return Answer([each.model_dump(mode="json") for each in found], listed)

    finish(work, as_json=as_json)


@app.command()
def revoke(
    portal: Portal,
    key_id: Annotated[int, typer.Argument(metavar="KEY", help="Its number, as `madoguchi portal list` shows it.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Make a key good for nothing, from the next call on."""

    async def work() -> Answer:
        from adapters.records import open_records

        async with open_records() as records:
            done = await records.store.portals.revoke(portal, key_id)
        words = "無効にしました (revoked)" if done else "その番号の使えるキーはありません (no such good key)"
        return Answer({"revoked": done}, words, 0 if done else NO)

    finish(work, as_json=as_json)
