"""What is asked of every page: rules of axe, a phone's width, large letters, forced colours, the keyboard.

Each audit returns what is wrong, in words; nothing is fine.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from browser.tools.place import AXE
from browser.window import PHONE, Window

NARROW = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 800}
_MOST_TABS = 150
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Where axe cannot see the ground under letters, _FAINT measures it.
_RUN_AXE = """
async rules => {
  const blind = /background color could not be determined due to a pseudo element|overlapped by another element|partially obscured by another element|too short to determine/;
  const found = await axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations', 'incomplete']});
  const why = node => node.any.concat(node.all, node.none)[0]?.message ?? '';
  const told = (kind, all) => all.map(each => [each.id, each.nodes.filter(n => kind === 'axe' || !blind.test(why(n)))])
    .filter(([, nodes]) => nodes.length)
    .map(([id, nodes]) => `${kind} ${id}: ${nodes.map(n => n.target.join(' ') + ' ' + why(n)).join('; ')}`);
  return told('axe', found.violations).concat(told('axe is not sure of', found.incomplete));
}"""
_TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const wide = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > room + 1);
  return wide.slice(-3).map(e => `${e.tagName.toLowerCase()}.${e.className} ends at ${Math.round(e.getBoundingClientRect().right)}`);
}"""
_LARGE_LETTERS = "size => { document.documentElement.style.fontSize = size }"
# WCAG 1.4.12: these spacings, and nothing is lost.
_WIDE_SPACING = """on => {
  const sheet = new CSSStyleSheet();
  if (on) sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }');
  document.adoptedStyleSheets = [sheet];
}"""
_SMALL_TARGETS = """() => [...document.querySelectorAll('main button, main input:not([type=hidden]), main select, main textarea, main summary, a.button')]
  .filter(e => e.checkVisibility())
  .map(e => ['radio', 'checkbox'].includes(e.type) ? (e.closest('label') ?? e.labels?.[0] ?? e) : e)
  .filter(e => e.getBoundingClientRect().height < 43.5)
  .map(e => `${e.tagName.toLowerCase()} '${e.textContent.trim() || e.name}' is ${Math.round(e.getBoundingClientRect().height)} px high`)"""
_WITHOUT_BORDER = """() => [...document.querySelectorAll('main button, main input:not([type=hidden]), main select, main textarea, a.button')]
  .filter(e => e.checkVisibility() && !['radio', 'checkbox', 'file'].includes(e.type) && !e.classList.contains('link'))
  .filter(e => { const s = getComputedStyle(e); return s.borderBottomStyle === 'none' || s.borderBottomWidth === '0px' })
  .map(e => `${e.tagName.toLowerCase()} '${e.textContent.trim() || e.name}' has no border in forced colours`)"""
_SHAPE = """language => {
  const wrong = [], heads = document.querySelectorAll('h1');
  if (heads.length !== 1) wrong.push(`${heads.length} h1`);
  if (document.documentElement.lang !== language) wrong.push(`lang is ${document.documentElement.lang}`);
  if (!document.title.trim()) wrong.push('no title');
  if (/<|>|\\{|\\}|undefined|None/.test(document.title)) wrong.push(`title ${document.title}`);
  const words = [...document.querySelectorAll('pre')].reduce((all, mail) => all.replace(mail.innerText, ''), document.body.innerText);
  if (/[一-鿿]\\([ぁ-ゖー]+\\)/.test(words + document.title)) wrong.push('a reading that is not above its kanji');
  for (const e of document.querySelectorAll('[style], script:not([src]), style')) wrong.push(`inline ${e.tagName}`);
  const order = [...document.querySelectorAll('h1,h2,h3,h4')].map(e => +e.tagName[1]);
  order.forEach((level, i) => { if (i && level > order[i - 1] + 1) wrong.push(`h${order[i - 1]} is followed by h${level}`) });
  return wrong;
}"""
_FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body || e === document.documentElement) return null;
  const box = (['radio', 'checkbox', 'file'].includes(e.type) && (e.closest('label') ?? e.labels?.[0]) || e).getBoundingClientRect();
  const ring = x => { const s = getComputedStyle(x); return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none' };
  const around = [e, e.parentElement, e.nextElementSibling, e.labels?.[0]].filter(Boolean);
  const top = document.elementFromPoint(Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 2), Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 2));
  window.walked ??= new Map();
  if (!walked.has(e)) walked.set(e, walked.size);
  return {
    number: walked.get(e), parts: e.type === 'date', name: `${e.tagName.toLowerCase()} '${(e.textContent.trim() || e.name || '').slice(0, 30)}'`,
    ring: around.some(ring), inside: Math.min(box.bottom, innerHeight) - Math.max(box.top, 0) >= Math.min(box.height, 24) - 1,
    uncovered: !top || around.some(x => x.contains(top) || top.contains(x)),
  };
}"""
_REACHABLE = """() => {
  const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
    .filter(e => !e.disabled && e.checkVisibility({visibilityProperty: true}));
  const groups = new Set(), one = e => e.type !== 'radio' || (!groups.has(e.name) && groups.add(e.name));
  return all.filter(one).length;
}"""


# For letters over which axe finds something it cannot see through: readings, pseudo elements.
_FAINT = """() => {
  const parts = c => (c.match(/[\\d.]+/g) ?? []).map(Number);
  const over = ([r, g, b, a = 1], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a)];
  const ground = e => {
    if (!e) return [255, 255, 255];
    const own = parts(getComputedStyle(e).backgroundColor);
    return own[3] === 0 ? ground(e.parentElement) : own[3] === undefined ? own : over(own, ground(e.parentElement));
  };
  const light = c => { const [r, g, b] = c.map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b };
  const faint = [];
  for (const e of document.querySelectorAll('body *')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || !e.checkVisibility() || ['OPTION', 'RP'].includes(e.tagName)) continue;
    const style = getComputedStyle(e), under = ground(e), size = parseFloat(style.fontSize);
    const [a, b] = [light(over(parts(style.color), under)), light(under)].sort((x, y) => y - x);
    const needed = size >= 24 || (size >= 18.66 && +style.fontWeight >= 700) ? 3 : 4.5;
    if ((a + .05) / (b + .05) < needed) faint.push(`${e.tagName.toLowerCase()}.${e.className} '${e.textContent.trim().slice(0, 20)}' has contrast ${((a + .05) / (b + .05)).toFixed(2)}`);
  }
  return faint;
}"""


async def asked_of_every_page(window: Window, language: str) -> list[str]:
    """Return what is wrong with a page, whatever it is for."""
    wrong = [f"shape: {each}" for each in await window.look(_SHAPE, language)]
    wrong += await by_axe(window)
    wrong += await on_small_screens(window)
    wrong += await in_forced_colours(window)
    return wrong + window.complaints


async def by_axe(window: Window) -> list[str]:
    """Return violations, and what axe could not decide and we cannot either."""
    await window.look(_axe())
    found = await window.look(_RUN_AXE, _RULES)
    return [*found, *(f"contrast: {each}" for each in await window.look(_FAINT))]


async def on_small_screens(window: Window) -> list[str]:
    """Return what does not fit a phone: 390 and 320 px, letters twice as large, wide spacing; what is too small to touch."""
    wrong = [f"touch: {each}" for each in await window.look(_SMALL_TARGETS)]
    wrong += _told("390 px", await window.look(_TOO_WIDE))
    await window.page.set_viewport_size(NARROW)
    wrong += _told("320 px", await window.look(_TOO_WIDE))
    await window.look(_WIDE_SPACING, True)
    wrong += _told("wide spacing", await window.look(_TOO_WIDE))
    await window.look(_WIDE_SPACING, False)
    await window.page.set_viewport_size(PHONE)
    await window.look(_LARGE_LETTERS, "200%")
    wrong += _told("200 %", await window.look(_TOO_WIDE))
    await window.look(_LARGE_LETTERS, "")
    return wrong


async def at_a_desk(window: Window) -> list[str]:
    """Return what is wrong on the screen of a desk: rules of axe, what does not fit."""
    await window.page.set_viewport_size(DESK)
    wrong = [f"1280 px: {each}" for each in await by_axe(window)]
    wrong += _told("1280 px", await window.look(_TOO_WIDE))
    await window.page.set_viewport_size(PHONE)
    return wrong


async def in_forced_colours(window: Window) -> list[str]:
    """Return what is not to be seen where the reader's colours take the place of ours."""
    await window.page.emulate_media(forced_colors="active")
    wrong = list(await window.look(_WITHOUT_BORDER))
    await window.page.emulate_media(forced_colors="none")
    return wrong


async def by_keyboard(window: Window) -> list[str]:
    """Walk the page with the tab key; return where the focus is not seen, where it is caught, what it never reaches."""
    wrong, seen = list[str](), list[int]()
    await window.look("() => { document.activeElement?.blur(); scrollTo(0, 0) }")
    for _ in range(_MOST_TABS):
        await window.page.keyboard.press("Tab")
        at = await window.look(_FOCUSED)
        if at is None or at["number"] in seen[:-1]:
            if at is not None or len(seen) >= await window.look(_REACHABLE):
                break
            continue
        if seen and at["number"] == seen[-1] and at["parts"]:
            continue  # year, month, day and calendar of one field
        if seen and at["number"] == seen[-1]:
            wrong.append(f"keyboard: caught at {at['name']}")
            break
        seen.append(at["number"])
        wrong += _unseen(at)
    reachable = await window.look(_REACHABLE)
    return wrong if len(seen) >= reachable else [*wrong, f"keyboard: reached {len(seen)} of {reachable}"]


async def of_mistakes(window: Window) -> list[str]:
    """Return what is wrong with a page that tells mistakes: where the focus is, where its links lead."""
    wrong = []
    if not await window.look("() => document.activeElement?.matches('#errors')"):
        wrong.append("mistakes: the focus is not on the summary")
    links = window.page.locator("#errors a")
    if not await links.count():
        wrong.append("mistakes: none is told")
    for number in range(await links.count()):
        link = links.nth(number)
        target = (await link.get_attribute("href") or "").removeprefix("#")
        await link.click()
        focused = await window.look("() => document.activeElement?.id")
        if focused != target:
            wrong.append(f"mistakes: the link to {target} leads to {focused!r}")
        words = (await link.inner_text()).strip()
        beside = window.page.locator(f"[id='error-{target}']")
        if await beside.count() != 1 or words not in (await beside.inner_text()):
            wrong.append(f"mistakes: the words at {target} are not those of the summary")
    return wrong


def _unseen(at: dict[str, Any]) -> Iterator[str]:
    said = {"ring": "the focus is not seen", "inside": "outside the screen", "uncovered": "covered"}
    yield from (f"keyboard: {words} at {at['name']}" for key, words in said.items() if not at[key])


def _told(where: str, wide: list[str]) -> list[str]:
    return [f"wider than the screen, {where}: {'; '.join(wide)}"] if wide else []


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")
