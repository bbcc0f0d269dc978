"""Tables in which nothing is cut, however narrow the screen."""

from rich.table import Column, Table


def table(*columns: str | Column, title: str | None = None) -> Table:
    """Return an empty table with these columns; those given by name are folded when there is too little room."""
    return Table(*(Column(each, overflow="fold") if isinstance(each, str) else each for each in columns), title=title)
