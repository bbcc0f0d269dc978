"""The pages for admins, as the application mounts them."""

from web.office.admin import confirming, home, people, portals, proposing, rules, system, texts

ADMIN = tuple(pages.router for pages in (home, people, proposing, confirming, rules, texts, portals, system))
