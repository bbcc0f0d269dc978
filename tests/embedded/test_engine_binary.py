"""Finding and getting the Temporal server: programs here are small shell scripts that answer as the real ones."""

import asyncio
from pathlib import Path

import pytest

from embedded.engine_binary import EngineSources, find_engine, obtain_engine
from embedded.errors import StackError

REAL = "temporal version 0.0.0-DEV (Server 1.29.1, UI 2.42.1)"
OLD = "temporal version 1.1.0 (Server 1.25.0, UI 2.30.0)"
NEWER = "temporal version 1.7.0 (Server 1.31.0, UI 2.50.0)"


def script(path: Path, body: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def temporal(path: Path, line: str) -> Path:
    return script(path, f"echo '{line}'")


def go(path: Path, version: str, install: str) -> Path:
    return script(path, f"if [ $1 = version ]; then echo 'go version go{version} linux/amd64'; exit; fi\n{install}")


INSTALLS = f"""echo run >> "$(dirname "$GOBIN")/runs"; sleep 0.3
printf '#!/bin/sh\\necho "{REAL}"\\n' > "$GOBIN/temporal"; chmod 755 "$GOBIN/temporal" """


@pytest.fixture
def sources(tmp_path: Path) -> EngineSources:
    """A machine with an empty cache and an empty folder `bin` first on PATH."""
    path = f"{tmp_path / 'bin'}:/usr/bin:/bin"
    return EngineSources(environment={"PATH": path, "HOME": str(tmp_path / "home")})


async def test_program_on_path_is_used(tmp_path: Path, sources: EngineSources) -> None:
    """A `temporal` of our version or later on PATH comes before the cache."""
    temporal(sources.cached, REAL)
    found = temporal(tmp_path / "bin" / "temporal", NEWER)
    assert await find_engine(sources) == found


async def test_old_program_on_path_is_passed_over(tmp_path: Path, sources: EngineSources) -> None:
    """An older `temporal` on PATH is not used."""
    temporal(tmp_path / "bin" / "temporal", OLD)
    assert await find_engine(sources) is None
    assert await find_engine(sources) != temporal(sources.cached, REAL)
    assert await find_engine(sources) == sources.cached


async def test_half_built_cache_is_not_used(sources: EngineSources) -> None:
    """A program in the cache that was cut short does not answer for its version, and is not used."""
    sources.cache.mkdir(parents=True)
    sources.cached.write_bytes(b"\x7fELF cut short")
    sources.cached.chmod(0o755)
    assert await find_engine(sources) is None


async def test_given_program_must_be_one(tmp_path: Path, sources: EngineSources) -> None:
    """TEMPORAL_CLI that names something else is refused in one sentence."""
    wrong = script(tmp_path / "wrong", "exit 3")
    given = EngineSources(environment=sources.environment, given=wrong)
    with pytest.raises(StackError, match="is no Temporal command line: mend or unset it"):
        await find_engine(given)


async def test_cache_follows_the_environment(tmp_path: Path) -> None:
    """XDG_CACHE_HOME moves the cache, and the version is in its name."""
    sources = EngineSources(environment={"XDG_CACHE_HOME": str(tmp_path), "HOME": "/nowhere"})
    assert sources.cached == tmp_path / "madoguchi" / "temporal-cli-1.5.1" / "temporal"


async def test_two_clones_build_once(tmp_path: Path, sources: EngineSources) -> None:
    """Two starts at once on a machine without the server: one builds, the other waits and uses the result."""
    go(tmp_path / "bin" / "go", "1.26.8", INSTALLS)
    said: list[str] = []
    both = await asyncio.gather(obtain_engine(sources, said.append), obtain_engine(sources, said.append))
    assert both == [sources.cached, sources.cached]
    assert (sources.cache / "runs").read_text() == "run\n"
    assert sum("waiting for it" in line for line in said) == 1
    assert list(sources.cache.glob("build-*")) == []


async def test_failed_build_shows_its_last_line(tmp_path: Path, sources: EngineSources) -> None:
    """A build that fails leaves nothing in the cache and says why and where the rest is."""
    go(tmp_path / "bin" / "go", "1.26.8", "echo 'no space left on device' >&2; exit 1")
    with pytest.raises(StackError, match=r"could not be built \(no space left on device\); see .*build.log"):
        await obtain_engine(sources)
    assert not sources.cached.exists()


async def test_build_that_yields_no_working_program_is_refused(tmp_path: Path, sources: EngineSources) -> None:
    """What was built is asked for its version before it enters the cache."""
    go(
        tmp_path / "bin" / "go",
        "1.26.8",
        'printf "#!/bin/sh\\nexit 1\\n" > "$GOBIN/temporal"; chmod 755 "$GOBIN/temporal"',
    )
    with pytest.raises(StackError, match="was built but does not run"):
        await obtain_engine(sources)
    assert not sources.cached.exists()


async def test_no_go_and_no_network_says_what_to_install(
    sources: EngineSources, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without Go and without a network the answer is one sentence with the ways out, and it comes soon."""
    offline = {**sources.environment, "HTTPS_PROXY": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    async with asyncio.timeout(120):
        with pytest.raises(StackError, match=r"there is no Go here; install Go 1.24 or later .* or set TEMPORAL_CLI"):
            await obtain_engine(EngineSources(environment=offline))


async def test_go_that_is_too_old_is_named(tmp_path: Path, sources: EngineSources) -> None:
    """A Go too old to build it is not tried; the sentence names its version."""
    go(tmp_path / "bin" / "go", "1.20.1", "exit 1")
    offline = {**sources.environment, "HTTPS_PROXY": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    with pytest.raises(StackError, match=r"Go 1.20 is too old"):
        await obtain_engine(EngineSources(environment=offline))
