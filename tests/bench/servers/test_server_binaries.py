"""Getting the Temporal server that keeps its data in Postgres: `go` here is a small shell script."""

import asyncio
from pathlib import Path

import pytest

from bench.servers.server_binaries import VERSION, cache_root, obtain_server
from embedded.errors import StackError

BUILDS = f"""echo run >> "$(dirname "$GOBIN")/runs"; sleep 0.3
for name in server sql; do
printf '#!/bin/sh\\necho "version {VERSION}"\\n' > "$GOBIN/$name"; chmod 755 "$GOBIN/$name"; done"""


def script(path: Path, body: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def go(folder: Path, version: str, install: str) -> None:
    script(
        folder / "bin" / "go",
        f"if [ $1 = version ]; then echo 'go version go{version} linux/amd64'; exit; fi\n{install}",
    )


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A machine with an empty cache and an empty folder `bin` first on PATH."""
    return {"PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin", "HOME": str(tmp_path / "home")}


def cache(environment: dict[str, str]) -> Path:
    return cache_root(environment) / f"temporal-server-{VERSION}"


def silent(_line: str) -> None:
    pass


async def test_cache_follows_the_environment(tmp_path: Path) -> None:
    """XDG_CACHE_HOME moves the cache."""
    assert cache_root({"XDG_CACHE_HOME": str(tmp_path), "HOME": "/nowhere"}) == tmp_path / "madoguchi"


async def test_two_clones_build_once(tmp_path: Path, environment: dict[str, str]) -> None:
    """Two starts at once on a machine without the server: one builds, the other waits and uses the result."""
    go(tmp_path, "1.26.8", BUILDS)
    said: list[str] = []

    one, other = await asyncio.gather(obtain_server(environment, said.append), obtain_server(environment, said.append))

    assert one == other
    assert one.server.parent == cache(environment)
    assert (cache(environment) / "runs").read_text() == "run\n"
    assert sum("waiting for it" in line for line in said) == 1
    assert list(cache(environment).glob("build-*")) == []


async def test_failed_build_shows_its_last_line(tmp_path: Path, environment: dict[str, str]) -> None:
    """A build that fails leaves nothing in the cache and says why and where the rest is."""
    go(tmp_path, "1.26.8", "echo 'no space left on device' >&2; exit 1")
    with pytest.raises(StackError, match=r"could not be built \(no space left on device\); see .*build.log"):
        await obtain_server(environment, silent)
    assert list(cache(environment).glob("temporal*")) == []


async def test_build_that_yields_no_working_program_is_refused(tmp_path: Path, environment: dict[str, str]) -> None:
    """What was built is asked for its version before it enters the cache."""
    go(
        tmp_path,
        "1.26.8",
        'for name in server sql; do printf "#!/bin/sh\\nexit 1\\n" > "$GOBIN/$name"; done; chmod 755 "$GOBIN"/*',
    )
    with pytest.raises(StackError, match="was built but does not run"):
        await obtain_server(environment, silent)


@pytest.mark.parametrize("version", ["1.20.1", None])
async def test_without_a_go_that_is_new_enough_the_sentence_says_what_to_install(
    tmp_path: Path, environment: dict[str, str], version: str | None
) -> None:
    """It comes at once; benchmark and chaos then use the development server."""
    if version:
        go(tmp_path, version, "exit 1")
    with pytest.raises(StackError, match=r"install Go 1.25 or later"):
        await obtain_server({**environment, "PATH": f"{tmp_path / 'bin'}:/nowhere"}, silent)
