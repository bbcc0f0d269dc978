"""`madoguchi addresses`: the table of postcodes."""

from pathlib import Path

import typer

from cli.answers import Answer, AsJson
from cli.running import finish

app = typer.Typer(help="Postcodes by address.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep `load` a command of its own, while it is the only one."""


@app.command()
def load(file: Path, *, as_json: AsJson = False) -> None:
    """Load Japan Post's utf_ken_all.csv: its rows replace those of the prefectures it names. Once a month is enough."""

    async def work() -> Answer:
        from adapters.postcode_file import PostcodeFileError, read_postcode_file
        from adapters.postgres.postcodes import PostgresPostcodes
        from adapters.postgres.session import opened_pool
        from adapters.settings import StoreSettings
        from cli.failures import WrongInputError

        try:
            areas = read_postcode_file(file)
        except OSError as error:
            raise WrongInputError(str(file), error.strerror or "cannot be read", "Check the path.") from None
        except PostcodeFileError as error:
            raise WrongInputError(error.place, error.reason, error.fix) from None
        dsn = StoreSettings.from_environment().database_url.get_secret_value()
        async with opened_pool(dsn) as pool:
            await PostgresPostcodes(pool).load(areas)
        prefectures = sorted({area.prefecture for area in areas})
        document = {"rows": len(areas), "prefectures": prefectures}
        return Answer(document, f"{len(areas)}行を読み込みました ({len(prefectures)}都道府県)")

    finish(work, as_json=as_json)
