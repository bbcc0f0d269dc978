"""One page on its way to a browser: who reads it in which language, its words, its form, where it leads next."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup

from domain.municipality.policy import MunicipalityPolicy
from domain.municipality.texts import Language, Texts
from domain.problem_codes import ProblemLanguage
from web.desk import Site
from web.front import readings
from web.front.cookies import set_cookie
from web.front.forms import Fields, read_fields
from web.front.headers import page_headers
from web.front.mistakes import Mistakes
from web.front.pages import PageSet
from web.front.visits import Visit, remember, visit_of
from web.http_codes import HttpCode, HttpRefusal

_BANNER = "madoguchi-banner"
READINGS = "madoguchi-readings"
_A_MINUTE = timedelta(minutes=1)
_SEE_OTHER, _MISTAKEN = 303, 422


@dataclass(frozen=True)
class Page:
    """What the route of a page has in hand."""

    request: Request
    language: Language
    site: Site
    visit: Visit
    set: PageSet
    policy: MunicipalityPolicy

    @property
    def city(self) -> str:
        """The city's name in this language."""
        municipality = self.policy.municipality
        return municipality.name_en if self.language is Language.EN else municipality.name

    @property
    def texts(self) -> Texts:
        """The municipality's words in this language that every procedure says."""
        return self.policy.texts[self.language]

    @property
    def problem_language(self) -> ProblemLanguage:
        """In which language mistakes are told."""
        return self.language.value

    def path(self, path: str) -> str:
        """Return the address of a page in this language."""
        return f"/{self.language.value}{path}"

    def say(self, key: str, **values: object) -> Markup:
        """Return words for a page's body: escaped, with readings in やさしい日本語."""
        return self.read(self.set.words[self.language].say(key, **values))

    def read(self, text: str) -> Markup:
        """Return a text of the municipality's for a page's body, as `say` does."""
        if self.language is not Language.JA_SIMPLE:
            return Markup("").join([text])
        return readings.in_ruby(text if self._shows_readings else readings.without(text))

    def plain(self, key: str, **values: object) -> str:
        """Return words where no markup can stand: a title, an option, a label for screen readers."""
        return self.plainly(self.set.words[self.language].say(key, **values))

    def plainly(self, text: str) -> str:
        """Return a text of the municipality's where no markup can stand."""
        return readings.in_kana(text) if self.language is Language.JA_SIMPLE else text

    @property
    def here(self) -> str:
        """This very page, without its language: path and query."""
        asked = self.request.url
        path = quote(asked.path.removeprefix(f"/{self.language.value}"))
        return f"{path}?{asked.query}" if asked.query else path

    @property
    def has_readings(self) -> bool:
        """Whether this language shows readings, which a reader can switch."""
        return self.language is Language.JA_SIMPLE

    @property
    def _shows_readings(self) -> bool:
        return self.request.cookies.get(READINGS) != "off"

    async def fields(self) -> Fields:
        """Return what a form sent. Raises HttpRefusal FORM_FOREIGN for one that no page of ours showed this browser."""
        fields = await read_fields(self.request)
        if self.visit.fresh or not self.visit.sent(fields.get("csrf")):
            raise HttpRefusal(HttpCode.FORM_FOREIGN)
        return fields

    def keep(self, response: Response) -> None:
        """Give the browser the cookie by which it is known again."""
        remember(response, self.visit, secure=self.site.secure)

    def render(self, template: str, **content: object) -> str:
        """Return a page's HTML. What the layout needs stands for all pages; `content` may say it otherwise."""
        words = {
            "page": self,
            "t": self.say,
            "plain": self.plain,
            "mistakes": Mistakes(),
            "banner": None,
            "refused": False,
            "languages": {each.value: f"/{each.value}{self.here}" for each in Language},
            "shows_readings": self._shows_readings,
        }
        return self.set.templates.get_template(template).render({**words, **content})

    def show(
        self, template: str, *, status: int = 200, mistakes: Mistakes | None = None, **content: object
    ) -> HTMLResponse:
        """Return a page of the templates. With mistakes its title begins with エラー and its status is 422."""
        wrong = mistakes or Mistakes()
        html = self.render(template, mistakes=wrong, banner=self._banner(), **content)
        headers = {**page_headers(self.set.leads_to), "Content-Language": self.language.value}
        response = HTMLResponse(html, status_code=_MISTAKEN if wrong and status == 200 else status, headers=headers)  # noqa: PLR2004
        self.keep(response)
        if _BANNER in self.request.cookies:
            response.delete_cookie(_BANNER, path="/")
        return response

    def go(self, path: str, banner: str | None = None) -> Response:
        """Lead on to a page in this language, after a form (303); `banner` is the key of words shown there once."""
        response = RedirectResponse(self.path(path), status_code=_SEE_OTHER)
        self.keep(response)
        if banner is not None:
            set_cookie(response, _BANNER, banner, kept=_A_MINUTE, secure=self.site.secure)
        return response

    def _banner(self) -> Markup | None:
        key = self.request.cookies.get(_BANNER, "")
        known = key.startswith("banner.") and self.set.words[self.language].has(key)
        return self.say(key) if known else None


def page_of(request: Request, language: Language) -> Page:
    """Return the page a browser asks for."""
    state = request.app.state
    policy = state.desk.book.policy(state.desk.municipality)
    return Page(request, language, state.site, visit_of(request, state.site), state.pages, policy)


ThePage = Annotated[Page, Depends(page_of)]
