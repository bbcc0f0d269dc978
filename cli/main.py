"""The `madoguchi` command's entrance: nothing of ours that takes long is imported before Ctrl-C is looked after."""

from hosting.running import enter


def main() -> None:
    """Run the command line."""
    enter(_command_line)


def _command_line() -> None:
    from cli.commands import run

    run()


if __name__ == "__main__":
    main()
