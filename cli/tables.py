"""Tables in which nothing is cut, however narrow the screen."""

from rich.table import Column, Table


def table(*columns: str, title: str | None = None) -> Table:
    """Return an empty table with these columns."""
    return Table(*(Column(name, overflow="fold") for name in columns), title=title)
