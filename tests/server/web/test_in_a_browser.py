"""Base's pages in a real browser: by keyboard alone, read aloud, narrow, large, light and dark."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright
from sqlalchemy import select

from inspector_app.server import arrivals, enrolling, holding
from inspector_app.server.tables import account, device, session
from inspector_app.server.web import sessions
from tests.server.support import a_base
from tests.server.web.browsing import PASSWORD
from tests.server.web.scene import CAMBRIDGE, Scene, a_scene
from tests.server.web.served import served

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE: ViewportSize = {"width": 1366, "height": 768}
NARROW: ViewportSize = {"width": 320, "height": 640}
MOST_TABS = 80

FOCUSED = """() => {
  const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
  return {
    tag: e.tagName.toLowerCase(), type: e.type || '', name: e.name || '',
    words: (e.getAttribute('aria-label') || e.labels?.[0]?.innerText || e.innerText || '').trim(),
    outline: parseFloat(style.outlineWidth), style: style.outlineStyle,
    seen: box.width > 0 && box.height > 0 && box.left >= 0 && box.right <= innerWidth + 1,
  };
}"""
TOO_WIDE = """() => {
  const page = document.documentElement, room = page.clientWidth, found = [];
  if (page.scrollWidth > room) found.push(`page ${page.scrollWidth}`);
  for (const e of document.querySelectorAll('body *')) {
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    if (!box.width || e.closest('thead, .skip') || style.visibility === 'hidden') continue;
    if (box.right > room + 1 || box.left < -1) found.push(`${e.tagName} ${e.innerText}`);
    const clips = style.overflowX !== 'visible' && !e.matches('select, input, textarea');
    if (clips && e.scrollWidth > e.clientWidth + 1) found.push(`clipped ${e.className}`);
  }
  return found;
}"""
FAINT = """() => {
  const numbers = c => c.match(/[\\d.]+/g).map(Number);
  const part = c => (c /= 255) <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => .2126 * part(r) + .7152 * part(g) + .0722 * part(b);
  const behind = e => {
    for (; e; e = e.parentElement) {
      const c = numbers(getComputedStyle(e).backgroundColor);
      if (c.length === 3 || c[3] === 1) return c;
      if (c[3] !== 0) throw new Error('half transparent');
    }
    return [255, 255, 255];
  };
  const found = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let count = 0;
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement, words = walk.currentNode.data.trim();
    if (!words || !e.getClientRects().length) continue;
    count += 1;
    const both = [light(numbers(getComputedStyle(e).color)), light(behind(e))];
    const contrast = (Math.max(...both) + .05) / (Math.min(...both) + .05);
    if (contrast < 4.5) found.add(`${contrast.toFixed(2)} ${e.tagName}: ${words}`);
  }
  return [count, ...found];
}"""
HEADINGS = "[...document.querySelectorAll('h1, h2, h3')].map(each => +each.tagName[1])"
GROUND = "getComputedStyle(document.documentElement).backgroundColor"
LARGE = "html { font-size: 200% }"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder: Path = tmp_path_factory.mktemp("base")
    base = a_base(folder, f"sqlite:///{folder / 'base.db'}")
    yield a_scene(base)
    base.database.close()


@pytest.fixture(scope="module")
def address(scene: Scene) -> Iterator[str]:
    with served(scene.base) as found:
        yield found


@contextmanager
def visiting(browser: Browser, address: str, scene: Scene | None, **how: Any) -> Iterator[Page]:
    """Give a page, signed in as the administrator of a scene, that must not murmur or reach out."""
    context = browser.new_context(locale="en-GB", **how)
    heard: list[str] = []
    context.on("console", lambda message: heard.append(f"console: {message.text}"))
    context.on("weberror", lambda error: heard.append(f"error: {error.error}"))
    context.on("request", lambda request: heard.extend(_away(request.url, address)))
    context.set_default_timeout(10_000)
    if scene is not None:
        _sign_in(context, address, scene)
    yield context.new_page()
    context.close()
    assert heard == []


def _away(url: str, address: str) -> list[str]:
    return [] if url.startswith((f"{address}/", "data:")) else [f"asked elsewhere: {url}"]


def _sign_in(context: BrowserContext, address: str, scene: Scene) -> None:
    with scene.base.database.begin() as connection:
        token = sessions.begin(connection, "kim", scene.base.now_ms())
    context.add_cookies([{"name": "spr-base", "value": token, "url": address}])


def paths(scene: Scene) -> list[str]:
    return [
        "/",
        "/inspections",
        f"/inspections/{CAMBRIDGE}",
        f"/inspections/{CAMBRIDGE}/coming",
        "/national",
        "/national/lines",
        "/national/comparisons",
        "/held",
        f"/held/{CAMBRIDGE}",
        "/receipts",
        "/laptops",
        f"/laptops/{scene.sam.device}",
        "/storage",
        "/backups",
        "/events",
        "/accounts",
        "/accounts/jo",
        "/mine",
    ]


def tab_to(page: Page, words: str, kind: str = "") -> None:
    """Press Tab until a control is reached; each on the way must show that it has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        now = page.evaluate(FOCUSED)
        if now["tag"] == "body":  # past the last one, where the browser's own controls are
            continue
        assert now["seen"], now
        assert now["outline"] >= 2, now
        assert now["style"] != "none", now
        if now["words"].startswith(words) and kind in ("", now["tag"], now["type"]):
            return
    raise AssertionError(f"{words} is not reached by Tab on {page.url}")


def enter(page: Page, title: str) -> None:
    """Press Enter, which leads to another page."""
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.title().startswith(title), page.title()


def enter_by(page: Page, words: str, title: str) -> None:
    """Go to a link or button by Tab and press Enter there."""
    tab_to(page, words)
    while page.evaluate(FOCUSED)["tag"] not in ("a", "button"):
        tab_to(page, words)
    enter(page, title)


def choose(page: Page, label: str, option: str) -> None:
    tab_to(page, label, "select")
    page.keyboard.type(option)


def write(page: Page, label: str, text: str, kind: str = "") -> None:
    tab_to(page, label, kind)
    page.keyboard.type(text)


def test_the_whole_administration_by_keyboard_alone(
    browser: Browser, address: str, scene: Scene
) -> None:
    database = scene.base.database
    with visiting(browser, address, None, viewport=WIDE) as page:
        page.goto(f"{address}/laptops")
        assert page.title() == "Sign in · Eastern region"
        write(page, "Account", "kim")
        write(page, "Password", PASSWORD)
        enter(page, "Laptops · Eastern region")

        page.keyboard.press("Tab")
        assert page.evaluate(FOCUSED)["words"] == "Skip to the content"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"

        write(page, "What you call the laptop", "Laptop 9")
        choose(page, "In place of", "SS")
        enter_by(page, "Make the code", "Enrolment code")
        assert page.get_by_role("img", name="QR code").count() == 1
        tab_to(page, "Save as a file")
        with database.read() as connection:
            (code,) = enrolling.invitations(connection, scene.base.now_ms())
        assert code.replaces == scene.sam.device

        enter_by(page, "Laptops", "Laptops")
        enter_by(page, "Withdraw the code for Laptop 9", "Laptops")
        assert page.get_by_role("status").inner_text() == "The enrolment code was withdrawn."

        enter_by(page, "LS ·", "LS ·")
        tab_to(page, "What you call the laptop")
        page.keyboard.press("Control+A")
        page.keyboard.type("Shelf 2")
        enter(page, "LS · Shelf 2")

        enter_by(page, "Inspections", "Inspections")
        enter_by(page, "Cambridgeshire", "Cambridgeshire Constabulary")
        choose(page, "Laptop", "LS")
        choose(page, "Part", "lead")
        enter_by(page, "Put it into the team", "Cambridgeshire Constabulary")
        enter_by(page, "Take LS · Shelf 2 out", "Cambridgeshire Constabulary")
        assert page.get_by_role("status").inner_text() == "The laptop is not of the team any more."

        enter_by(page, "Held changes", "Held changes")
        enter_by(page, "Cambridgeshire", "Held changes: Cambridgeshire")
        tab_to(page, "Answer recorded")
        page.keyboard.press("Space")
        write(page, "Reason", "Hers, before it was lost")
        enter_by(page, "Let them in", "Held changes: Cambridgeshire")
        with database.read() as connection:
            (group,) = holding.looked_at(connection, CAMBRIDGE)
        assert len(group.changes) == 1

        enter_by(page, "Accounts", "Accounts")
        write(page, "Name", "pat")
        choose(page, "May", "do")
        for label in ("Password", "Password again"):
            write(page, label, PASSWORD)
        enter(page, "Accounts")
        enter_by(page, "pat", "Account pat")
        enter_by(page, "Remove the account", "Accounts")
        with database.read() as connection:
            assert "pat" not in connection.execute(select(account.c.name)).scalars().all()

        enter_by(page, "My account", "My account")
        enter_by(page, "Sign out everywhere", "Sign in")
        with database.read() as connection:
            assert connection.execute(select(session)).all() == []


def test_every_page_says_what_its_parts_are_to_a_screen_reader(
    browser: Browser, address: str, scene: Scene
) -> None:
    titles = []
    with visiting(browser, address, scene, viewport=WIDE) as page:
        reader = page.context.new_cdp_session(page)
        reader.send("Accessibility.enable")
        for path in paths(scene):
            page.goto(address + path)
            titles.append(page.title())
            nodes = reader.send("Accessibility.getFullAXTree")["nodes"]
            told = [
                (node["role"]["value"], node.get("name", {}).get("value", ""))
                for node in nodes
                if not node.get("ignored") and "role" in node
            ]
            roles = [role for role, _ in told]
            assert page.locator("html").get_attribute("lang") == "en-GB"
            assert roles.count("main") == 1
            assert ("navigation", "Pages") in told
            assert page.locator("h1").count() == 1
            assert page.locator("nav.menu [aria-current]").count() == 1
            for role, name in told:
                if role in ("button", "link", "textbox", "combobox", "checkbox", "radio", "image"):
                    assert name.strip(), (path, role)
                if role == "table":
                    assert name.strip(), path
            assert ("button", "Sign out") in told
            buttons = [name for role, name in told if role == "button"]
            assert len(buttons) == len(set(buttons)), (path, "buttons that sound alike")
            if "table" in roles:
                assert "columnheader" in roles, path
                assert "rowheader" in roles, path
            levels = page.evaluate(HEADINGS)
            assert levels[0] == 1
            assert all(b - a <= 1 for a, b in itertools.pairwise(levels)), path
    assert len(titles) == len(set(titles))


def test_what_is_wrong_is_read_first_and_leads_to_its_field(
    browser: Browser, address: str, scene: Scene
) -> None:
    context = browser.new_context(locale="en-GB", viewport=NARROW)
    _sign_in(context, address, scene)
    page = context.new_page()
    page.goto(f"{address}/accounts")
    page.fill("#name", "two words")
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    page.click("text=Make the account")
    assert page.title() == "Error: Accounts · Eastern region"
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "name"
    described = page.locator("#name").get_attribute("aria-describedby") or ""
    assert "letters without accents" in page.locator(f"#{described.split()[-1]}").inner_text()
    assert page.locator("#password").input_value() == ""
    assert page.evaluate(TOO_WIDE) == []
    context.close()


@pytest.mark.parametrize(
    ("viewport", "percent", "scheme", "ground"),
    [
        (NARROW, 100, "dark", "rgb(21, 25, 31)"),
        (WIDE, 200, "light", "rgb(245, 246, 248)"),
    ],
)
def test_nothing_is_cut_off_or_faint_when_narrow_or_large_in_both_schemes(
    browser: Browser,
    address: str,
    scene: Scene,
    viewport: ViewportSize,
    percent: int,
    scheme: str,
    ground: str,
) -> None:
    with scene.base.database.begin() as connection:
        connection.execute(
            device.update()
            .where(device.c.id == scene.liz.device)
            .values(name=f"Inspector {'verylongname' * 8}")
        )
        assert arrivals.count(connection, None) == 2
    how = {"viewport": viewport, "color_scheme": scheme, "bypass_csp": True}
    with visiting(browser, address, scene, **how) as page:
        for path in paths(scene):
            page.goto(address + path)
            if percent != 100:
                page.add_style_tag(content=LARGE)
            assert page.evaluate(TOO_WIDE) == [], path
            count, *faint = page.evaluate(FAINT)
            assert faint == [], path
            assert count > 20, path
            assert page.evaluate(GROUND) == ground
