"""The pages as one call: cold weight, fifty mixed pages a second beside a bare page of the same size, submissions."""

import sys
from collections.abc import Mapping
from pathlib import Path

from bench.load.citizens import prepare
from bench.load.installation import Installation, installed
from bench.load.waiting import Say
from bench.pages.figures import PageFigures, Times
from bench.pages.visits import at_a_rate, begun_draft, pages, submissions, weight
from bench.servers.ground import ROOT, Ground
from embedded.ports import LOOPBACK, free_port
from embedded.probes import http_answers
from embedded.processes import ProcessSpec

A_SECOND, PAGES = 50.0, 1500
_SUBMISSIONS, _SUBMITTED_A_SECOND = 60, 3.0
_LOOKED_AT = 3  # requests, by number alone
_COLD = ("/ja", "/ja-simple", "/en", "/ja/procedures/resident_record_copy", "/ja/status", "/ja/help", "/ja-simple/help")


async def measure_pages(ground: Ground, folder: Path, environment: Mapping[str, str], say: Say) -> PageFigures:
    """Measure in an installation of its own, engine, database and worker beside. Raises StackError, NoPageError."""
    async with installed(ground, folder, environment, say) as here:
        await here.start_worker()
        say("weighing pages")
        weights = [await weight(here.client, here.web, path) for path in _COLD]
        say(f"{_SUBMISSIONS} submissions")
        sent, numbers = await submissions(here, await prepare(here, _SUBMISSIONS), _SUBMITTED_A_SECOND)
        draft, cookie = await begun_draft(here.client, here.web)
        standing = [f"/{language}/r/{number}" for number in numbers[:_LOOKED_AT] for language in ("ja", "en")]
        urls = [f"{here.web}{path}" for path in (*_COLD, *standing, f"{draft}/contents")]
        say(f"{PAGES} pages, {A_SECOND:g} a second")
        await at_a_rate("warm", pages(here.client, urls, cookie), A_SECOND, 100)
        mixed = await at_a_rate("mixed", pages(here.client, urls, cookie), A_SECOND, PAGES)
        size = len((await here.client.get(f"{here.web}/ja", headers={"Accept": "text/html"})).content)
        bare = await _bare(here, size)
        return PageFigures(tuple(weights), mixed, bare, sent, A_SECOND)


async def _bare(here: Installation, size: int) -> Times:
    """Ask a bare page of the same size as often, with everything else beside it still running."""
    port = free_port()
    url = f"http://{LOOPBACK}:{port}/page"
    await here.ground.supervisor.start(
        ProcessSpec(
            name="bare page",
            argv=(sys.executable, "-m", "bench.pages.bare_page", str(port), str(size)),
            log=here.data.log("bare page"),
            cwd=ROOT,
            environment=here.environment,
            ready=http_answers(url),
            ready_within=30.0,
        )
    )
    await at_a_rate("warm", pages(here.client, [url]), A_SECOND, 100)
    return await at_a_rate("bare", pages(here.client, [url]), A_SECOND, PAGES)
