"""What an officer sees of the provider: a page to pick who one is, weakly or strongly. No script."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from sandbox.pages import page
from sandbox.sign_in.authorization import ASKED, StrangerError, is_enough, refusal_of, way_back
from sandbox.sign_in.books import Session, SignInBooks
from sandbox.sign_in.lies import Honesty
from sandbox.sign_in.registration import PREFIX, STRONG, WEAK, Client

_SEE_OTHER = 303
_COOKIE = "sandbox-sign-in"
_ROLES = {
    "examiner": "審査",
    "approver": "決裁",
    "dispatcher": "発送",
    "closed_desk": "支援措置",
    "auditor": "監査",
    "supervisor": "係長",
    "admin": "管理",
}
Told = Callable[[Session], Awaitable[None]]


@dataclass(frozen=True)
class Pages:
    """The pages. `told` lets the client know who has signed out."""

    client: Client
    books: SignInBooks
    honesty: Honesty
    told: Told

    def mount(self, router: APIRouter) -> None:
        """Add the pages to `router`."""
        router.add_api_route("/auth", self.authorize, methods=["GET"])
        router.add_api_route("/auth", self.sign_in, methods=["POST"])
        router.add_api_route("/leave", self.leave, methods=["GET"])

    async def authorize(self, request: Request) -> Response:
        """Take a browser that a client sent: lead it on when it has signed in, else show whom one can be."""
        asked = dict(request.query_params)
        stopped = self._stopped(asked)
        if stopped is not None:
            return stopped
        session = self.books.session(request.cookies.get(_COOKIE, ""))
        if session is not None and is_enough(session, asked, self.books.clock().timestamp()):
            return _see(self._answer(session, asked))
        if asked.get("prompt") == "none":
            return _see(way_back(self.client, asked["state"], self.honesty.lies, error="login_required"))
        return self._pick(asked)

    async def sign_in(self, request: Request) -> Response:
        """Sign in as whoever was picked."""
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        asked = {name: form[name] for name in ASKED if name in form}
        stopped = self._stopped(asked)
        if stopped is not None:
            return stopped
        if "leave" in form:
            return _see(way_back(self.client, asked["state"], self.honesty.lies, error="access_denied"))
        sub = form.get("other", "").strip() or form.get("officer", "")
        if not sub or not sub.isprintable():
            return self._pick(asked, mistake=True)
        self.books.end(request.cookies.get(_COOKIE, ""))
        cookie, session = self.books.begin(sub, WEAK if form.get("strength") == "weak" else STRONG)
        response = _see(self._answer(session, asked))
        response.set_cookie(_COOKIE, cookie, path=PREFIX, httponly=True, samesite="lax")
        return response

    async def leave(self, request: Request) -> Response:
        """Sign out (OpenID Connect RP-Initiated Logout 1.0), and tell the client (Back-Channel Logout 1.0)."""
        cookie, asked = request.cookies.get(_COOKIE, ""), request.query_params
        session = self.books.session(cookie)
        if session is not None:
            self.books.end(cookie)
            await self.told(session)
        back = asked.get("post_logout_redirect_uri", "")
        known = asked.get("client_id") == self.client.client_id and back == self.client.signed_out_url
        response = _see(back) if known else _page(200, "sign_in_over.html", title="サインアウトしました")
        response.delete_cookie(_COOKIE, path=PREFIX)
        return response

    def _stopped(self, asked: dict[str, str]) -> Response | None:
        """Return the answer to a request that is not in order; None for one that is."""
        try:
            wrong = refusal_of(asked, self.client)
        except StrangerError:
            return _page(400, "sign_in_over.html", title="このアプリからは開けません")
        if wrong is None:
            return None
        return _see(way_back(self.client, asked.get("state", ""), self.honesty.lies, error=wrong))

    def _answer(self, session: Session, asked: dict[str, str]) -> str:
        code = self.books.code(session, asked["nonce"], asked["code_challenge"])
        return way_back(self.client, asked["state"], self.honesty.lies, code=code)

    def _pick(self, asked: dict[str, str], *, mistake: bool = False) -> Response:
        hidden = {name: asked[name] for name in ASKED if name in asked}
        officers = [
            {"sub": each.sub, "name": each.name, "about": "・".join((each.section, *_words(each.roles)))}
            for each in self.client.officers()
        ]
        parts = {"asked": hidden, "officers": officers, "mistake": mistake}
        return _page(422 if mistake else 200, "sign_in_pick.html", **parts)


def _words(roles: tuple[str, ...]) -> list[str]:
    return [_ROLES.get(role, role) for role in roles]


def _see(address: str) -> RedirectResponse:
    return RedirectResponse(address, status_code=_SEE_OTHER, headers={"Cache-Control": "no-store"})


def _page(status: int, template: str, **content: object) -> Response:
    return HTMLResponse(page(template, **content), status_code=status, headers={"Cache-Control": "no-store"})
