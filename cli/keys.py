"""`madoguchi keys`: whether the key file is this database's, and what to do about a key that is gone."""

import json
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cli.answers import Answer, AsJson, tell
from cli.running import finish
from hosting.exit_codes import FINE, NO

if TYPE_CHECKING:
    from adapters.keys import KeyRing

app = typer.Typer(help="The key file and the database: do they belong together?", no_args_is_help=True)
_BATCH = 500  # data keys wrapped anew in one transaction
Purpose = Literal["payload", "vault", "voucher", "hash", "statement", "checkpoint"]


@app.command()
def check(*, as_json: AsJson = False) -> None:
    """Say whether what stands in the database was written with the keys of MADOGUCHI_KEYS_FILE."""

    async def work() -> Answer:
        from adapters.keys import Keys
        from adapters.postgres.key_check import check_keys
        from adapters.postgres.session import opened_pool
        from adapters.settings import StoreSettings

        settings = StoreSettings.from_environment()
        keys = Keys.load(settings.keys_file)
        async with opened_pool(settings.database_url.get_secret_value()) as pool:
            await check_keys(pool, keys)
        rings = {"payload": keys.payload, "vault": keys.vault}
        document = {name: {"primary": ring.primary, "ids": sorted(ring.keys)} for name, ring in rings.items()}
        lines = [f"{name}: {', '.join(_marked(ring))}" for name, ring in rings.items()]
        lines.append("鍵はこのデータベースのものです (the keys are this database's; * = used for new data)")
        return Answer({"ok": True, **document}, "\n".join(lines))

    finish(work, as_json=as_json)


def _marked(ring: "KeyRing") -> list[str]:
    """Return the ids of a ring's keys, the one for new data marked; never the keys."""
    return [f"{key_id} *" if key_id == ring.primary else key_id for key_id in sorted(ring.keys)]


@app.command()
def rewrap(*, as_json: AsJson = False) -> None:
    """Wrap with the primary vault key what retired ones still wrap, so that these can go. Repeat it as you like."""

    async def work() -> Answer:
        from adapters.keys import Keys
        from adapters.postgres.key_check import check_keys
        from adapters.postgres.store import open_store
        from adapters.settings import StoreSettings

        settings = StoreSettings.from_environment()
        keys, done = Keys.load(settings.keys_file), 0
        async with open_store(settings.database_url.get_secret_value(), keys, partial(datetime.now, UTC)) as store:
            await check_keys(store.pool, keys)
            retired = await store.vault.retired()
            while wrapped := await store.vault.rewrap(_BATCH):
                done += wrapped
                tell(f"{done} / {max(done, retired)}")
            left = await store.vault.retired()
        words = f"{keys.vault.primary}: {done} 件を包み直しました (wrapped anew)"
        if left:
            words += (
                f"。使用中の {left} 件が残っています。もう一度実行してください ({left} were in use: run this again)"
            )
        return Answer({"key": keys.vault.primary, "rewrapped": done, "left": left}, words, NO if left else FINE)

    finish(work, as_json=as_json)


@app.command()
def lost(
    purpose: Purpose,
    key_id: Annotated[
        str, typer.Argument(metavar="[ID]", help="Id of a payload, vault or voucher key; the others have none.")
    ] = "-",
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; else only say what it would mean.")] = False,
    as_json: AsJson = False,
) -> None:
    """Give a key up for lost, so that the installation can go on without what it opened."""

    async def work() -> Answer:
        from adapters.keys import KeyFileError, Keys
        from adapters.postgres.lost_keys import give_up
        from adapters.postgres.session import opened_pool
        from adapters.settings import StoreSettings

        settings = StoreSettings.from_environment()
        try:
            keys = Keys.load(settings.keys_file)
        except KeyFileError:  # that may be why the key is given up
            keys = None
        async with opened_pool(settings.database_url.get_secret_value()) as pool:
            result = await give_up(pool, keys, purpose, key_id, only_look=not yes)
        document = {"purpose": purpose, "key": key_id, "done": result.done, "cases": result.cases}
        if result.still_here:
            return Answer(document, f"{purpose} {key_id} は鍵ファイルにあります (the key file has it: not lost)", NO)
        if result.unknown:
            return Answer(document, f"{purpose} {key_id} という鍵は記録にありません (no such key is known here)", NO)
        words = f"{purpose} {key_id}: {result.cases} 件が読めなくなります (cases that nobody can read then)"
        return Answer(document, words + ("" if yes else "。--yes で確定します (say --yes to do it)"))

    finish(work, as_json=as_json)


@app.command("sign-in")
def sign_in(
    file: Annotated[Path, typer.Argument(help="File of MADOGUCHI_SIGN_IN_KEY_FILE; made where there is none.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Make our key at the provider of officers' sign-in, once, and print the public half that is registered there."""

    async def work() -> Answer:
        from adapters.sign_in.keys import ClientKey

        made = not file.exists()
        if made:
            ClientKey.generate().save_new(file)
        public = ClientKey.load(file).public()
        return Answer({"file": str(file), "made": made, **public}, json.dumps(public, indent=2))

    finish(work, as_json=as_json)


@app.command("card-app")
def card_app(
    file: Annotated[Path, typer.Argument(help="File of MADOGUCHI_CARD_APP_KEYS_FILE; made where there is none.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Make our keys at the card app's service, once, and print the public half that is registered there."""

    async def work() -> Answer:
        from adapters.card_app.keys import CardAppKeys

        made = not file.exists()
        if made:
            CardAppKeys.generate().save_new(file)
        public = CardAppKeys.load(file).public()
        return Answer({"file": str(file), "made": made, **public}, json.dumps(public, indent=2))

    finish(work, as_json=as_json)
