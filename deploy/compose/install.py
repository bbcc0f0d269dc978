# ruff: noqa: INP001 - a program of the Dockerfile, no module of ours
"""Used by the Dockerfile: puts Madoguchi in place beside the packages, as pip's editable install would.

Its code on the path of every Python of the environment, its name and version among the installed distributions, and
the command `madoguchi`. Run by the environment's own Python with the path of pyproject.toml and the folder of the code.
"""

import sys
import sysconfig
import tomllib
from pathlib import Path

COMMAND = "#!{python}\nfrom cli.main import main\nmain()\n"


def install(pyproject: Path, code: Path) -> None:
    """Write the three files."""
    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]
    packages, programs = Path(sysconfig.get_path("purelib")), Path(sysconfig.get_path("scripts"))
    (packages / "madoguchi.pth").write_text(f"{code}\n", encoding="utf-8")
    about = packages / f"madoguchi-{project['version']}.dist-info"
    about.mkdir()
    metadata = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    (about / "METADATA").write_text(metadata, encoding="utf-8")
    (about / "INSTALLER").write_text("Dockerfile\n", encoding="utf-8")
    command = programs / "madoguchi"
    command.write_text(COMMAND.format(python=sys.executable), encoding="utf-8")
    command.chmod(0o755)


if __name__ == "__main__":
    install(Path(sys.argv[1]), Path(sys.argv[2]))
