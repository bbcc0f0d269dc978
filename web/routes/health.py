"""Whether we run, and whether what we need answers."""

import asyncio

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict

from web.desk import TheSite
from web.ports import Probe

router = APIRouter(prefix="/health", tags=["operation"])


class Readiness(BaseModel):
    """Whether we can serve. `checks` names each system and whether it answered; not every one is needed."""

    model_config = ConfigDict(frozen=True)

    ready: bool
    closing: bool
    checks: dict[str, bool]


@router.get("/live", status_code=204, response_class=Response)
async def live() -> Response:
    """Answer that the process runs."""
    return Response(status_code=204)


@router.get("/ready", responses={503: {"model": Readiness, "description": "Not ready"}})
async def ready(request: Request, site: TheSite, response: Response) -> Readiness:
    """Answer 200 when everything we need answers, else 503. Without the engine the counter is open all the same."""
    probes = {**site.needed, **site.wanted}
    answers = await asyncio.gather(*(_asked(probe, site.probe_seconds) for probe in probes.values()))
    checks = dict(zip(probes, answers, strict=True))
    closing = bool(getattr(request.app.state, "closing", False))
    ready = not closing and all(checks[name] for name in site.needed)
    response.status_code = 200 if ready else 503
    return Readiness(ready=ready, closing=closing, checks=checks)


async def _asked(probe: Probe, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            return await probe()
    except Exception:  # noqa: BLE001 - whatever it is, the system did not answer
        return False
