"""What people do on the review pages in a real browser: sign in, settle by keys, undo, race, oversee."""

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect

from extractor.cli.texts import catalogue
from extractor.forms import builtin_forms
from extractor.model import Record
from extractor.review.desk import Desk
from extractor.review.importing import Importer
from extractor.review.people import new_link, new_user
from extractor.review.questions import default_weights
from extractor.review.web.app import build_app
from extractor.review.web.site import Site
from extractor.store import Manifest, OutputFolder
from extractor.store.database import items
from extractor.store.database.opening import Database, database_url
from extractor.store.database.shapes import Filters, Item

FORMS = {form.id: form for form in builtin_forms()}

Report = tuple[Record, str]
Enter = Callable[..., Page]

SIGHTS = pytest.mark.parametrize(
    ("width", "height", "lang"), [(1280, 800, "en"), (820, 1180, "zh")], ids=["desk", "tablet"]
)

CONTRAST = """() => {
  const light = (text) => { const [r, g, b] = text.match(/[\\d.]+/g).map(Number).slice(0, 3).map((x) => x / 255)
      .map((x) => x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const back = (node) => { for (; node; node = node.parentElement) { const c = getComputedStyle(node).backgroundColor;
      if (!/rgba\\(.*, 0\\)/.test(c)) return c; } return "rgb(255, 255, 255)"; };
  const weak = [];
  for (const node of document.querySelectorAll("body *")) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
    const box = node.getBoundingClientRect();
    if (!own || !node.offsetParent || box.width < 2 || node.tagName === "KBD") continue;
    const one = light(getComputedStyle(node).color), two = light(back(node));
    const ratio = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    if (ratio < 4.5) weak.push(`${node.tagName} ${node.textContent.trim().slice(0, 30)} ${ratio.toFixed(2)}`);
  }
  return weak;
}"""
"""Texts whose contrast with what lies behind them is less than WCAG AA asks for."""

NAMELESS = """() => [...document.querySelectorAll("button, a[href], input:not([type=hidden]), select, img")]
  .filter((node) => node.offsetParent && !node.closest("[aria-hidden=true]"))
  .filter((node) => ![node.innerText, node.getAttribute("aria-label"), node.alt, node.labels?.[0]?.innerText]
    .some((name) => name?.trim()))
  .map((node) => node.outerHTML.slice(0, 80))"""
"""Controls that a screen reader could not name."""


@dataclass
class Served:
    """A running service."""

    address: str
    desk: Desk

    def open_items(self, kind: str | None = None, tier: str | None = None) -> tuple[Item, ...]:
        """The open questions."""
        with self.desk.database.reading() as connection:
            return items.list_items(connection, Filters(kind=kind, tier=tier), most=500)

    def link(self, name: str, role: str = "reviewer") -> str:
        """A sign-in link for a new account."""
        now = datetime.now(UTC)
        with self.desk.database.writing() as connection:
            return f"{self.address}/link/{new_link(connection, new_user(connection, name, role, now), now)}"


@pytest.fixture
def served(doubtful_report: Report, write_run: Callable[..., Manifest], tmp_path: Path) -> Iterator[Served]:
    """Serves the doubtful report, with a few blind questions, on a free port."""
    record, content = doubtful_report
    folder = tmp_path / "out"
    manifest = write_run(folder, [record], {str(record.document.sha256): content})
    database = Database(database_url(folder, None))
    weights = default_weights()
    # Blind questions come last here, so that the first ones are known.
    weights = weights.model_copy(update={"audit": weights.audit.model_copy(update={"rate": 0.02, "highest": 0.001})})
    Importer(FORMS, weights).run(database, OutputFolder(folder), manifest)
    desk = Desk(database, FORMS, lambda: datetime.now(UTC))
    site = Site(desk, {str(record.document.sha256): content}.get, catalogue(), "en")
    server = uvicorn.Server(uvicorn.Config(build_app(site, hosts=("127.0.0.1",)), port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Served(f"http://127.0.0.1:{port}", desk)
    server.should_exit = True
    thread.join()
    database.close()


@pytest.fixture
def enter(browser: Browser, served: Served) -> Iterator[Enter]:
    """Signs in by a link; afterwards nothing was loaded from elsewhere, and no script complained."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []
    requests: list[str] = []

    def visit(name: str, role: str = "reviewer", *, width: int = 1280, height: int = 800) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="en")
        # A shared machine may take long to draw a page.
        context.set_default_timeout(60_000)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text))
        page.goto(served.link(name, role))
        # The browser gives the focus some time after it has loaded the page.
        expect(page.locator("button.primary")).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_url(f"{served.address}/")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert all(request.startswith(served.address) for request in requests)
    # A refused answer is an answer; the browser itself notes its status.
    assert [line for line in complaints if "status of 4" not in line] == []


def left(page: Page) -> int:
    """How many questions the page says are open."""
    return int(re.sub(r"\D", "", page.locator("#left").inner_text()))


def press(page: Page, key: str) -> None:
    """Press a key that leads to another page, and wait for that page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def test_ten_questions_are_settled_by_keys_alone(enter: Enter, served: Served) -> None:
    """Sign in, one key for each of ten, undo the last, and the supervisor's page counts them; no mouse at all."""
    before = len(served.open_items())
    page = enter("zhao", "supervisor")
    press(page, "Enter")
    assert left(page) == before
    for number in range(1, 11):
        expect(page.locator("#question-title")).to_be_visible()
        press(page, "Enter")
        assert left(page) == before - number
    settled = page.locator("#question-title").inner_text()
    press(page, "u")
    assert left(page) == before - 9
    assert page.locator("#question-title").inner_text() != settled
    expect(page.locator("text=taken back")).to_be_visible()
    page.goto(f"{served.address}/oversight")
    row = page.locator("tr", has_text="zhao").first
    assert row.locator("td").nth(1).inner_text() == "10"
    assert len(served.open_items()) == before - 9


def test_a_doubtful_cell_with_a_right_proposal_takes_one_key(enter: Enter, served: Served) -> None:
    """Enter takes the preselected value, a digit another reading; the decision is what the key says."""
    first, second = served.open_items(tier="T2")[:2]
    page = enter("wang")
    page.goto(f"{served.address}/items/{first.id}?tier=T2")
    press(page, "Enter")
    page.goto(f"{served.address}/items/{second.id}?tier=T2")
    page.keyboard.press("r")
    page.keyboard.type("1 2 3 e ? Enter")
    page.keyboard.press("Escape")
    press(page, "2")
    accepted, picked = (served.desk.look(item.id).entries[-1] for item in (first, second))
    assert (accepted.action, picked.action) == ("accept", "pick")
    assert picked.reason == "1 2 3 e ? Enter"
    machine = served.desk.look(second.id).cell
    assert machine is not None
    assert isinstance(machine.value, int)
    assert f'"value": {machine.value + 1}' in picked.after


def test_no_key_does_anything_while_one_types(enter: Enter, served: Served) -> None:
    """Letters go into the field; the live check names the rules; Enter there saves what was typed."""
    item = served.open_items(tier="T2")[0]
    page = enter("wang")
    page.goto(f"{served.address}/items/{item.id}")
    page.keyboard.press("e")
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.type("123456")
    expect(page.locator("#live.broken")).to_contain_text("Would break")
    page.keyboard.type("bifswu?")
    assert page.locator("#text").input_value() == "123456bifswu?"
    assert not page.locator("#keys").is_visible()
    page.locator("#text").fill(item.printed.removeprefix("=").strip())
    expect(page.locator("#live.broken")).to_have_count(0)
    press(page, "Enter")
    assert served.desk.look(item.id).entries[-1].action == "type"


def test_a_row_is_settled_by_one_key(enter: Enter, served: Served) -> None:
    """All its doubtful cells, and one key takes them back."""
    item = served.open_items(tier="T2")[0]
    row = [each for each in served.open_items(tier="T2") if each.row_key == item.row_key]
    before = len(served.open_items())
    page = enter("wang")
    page.goto(f"{served.address}/items/{item.id}")
    press(page, "Shift+R")
    assert len(served.open_items()) == before - len(row) < before - 1
    press(page, "u")
    assert len(served.open_items()) == before


def test_the_keys_are_listed_and_the_raw_text_is_one_key_away(enter: Enter, served: Served) -> None:
    """Both open and close by key, and the place is marked in either."""
    item = served.open_items(tier="T2")[0]
    page = enter("wang")
    page.goto(f"{served.address}/items/{item.id}")
    expect(page.locator("td.asked")).to_be_in_viewport()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).not_to_be_visible()
    page.keyboard.press("x")
    expect(page.locator("mark.here")).to_be_in_viewport()
    expect(page.locator("td.asked")).not_to_be_visible()


def test_two_people_race_for_one_question(enter: Enter, served: Served) -> None:
    """The second is told who is at it; after taking it over, the first is told, and one answer counts."""
    item = served.open_items(tier="T2")[0]
    one, other = enter("wang"), enter("li")
    address = f"{served.address}/items/{item.id}"
    one.goto(address)
    other.goto(address)
    expect(other.locator("#taken")).to_contain_text("wang")
    expect(other.locator("#answer")).to_have_count(0)
    with other.expect_navigation():
        other.get_by_role("button", name="Take it over").click()
    press(one, "Enter")
    expect(one.locator("#taken")).to_contain_text("li")
    press(other, "Enter")
    one.goto(address)
    expect(one.locator("#settled")).to_contain_text("li")
    assert [entry.actor for entry in served.desk.look(item.id).entries] == ["li"]


def test_a_blind_question_marks_nothing(enter: Enter, served: Served) -> None:
    """No mark, no table, no choice; what is typed is kept."""
    item = next(each for each in served.open_items(kind="cell") if each.blind)
    page = enter("wang")
    page.goto(f"{served.address}/items/{item.id}")
    expect(page.locator("#blind-text")).to_be_visible()
    for absent in ("mark", ".form", ".choices", ".readings", "[data-key=Enter]"):
        expect(page.locator(absent)).to_have_count(0)
    page.keyboard.press("e")
    page.keyboard.type("5")
    press(page, "Enter")
    assert served.desk.look(item.id).entries[-1].action == "audit"


def test_everything_works_without_the_script(browser: Browser, served: Served) -> None:
    """Forms and links alone: sign in, answer, undo, type."""
    context = browser.new_context(java_script_enabled=False, locale="en")
    page = context.new_page()
    page.goto(served.link("wang"))
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name=re.compile("Begin")).click()
    before = left(page)
    page.get_by_role("button", name=re.compile("^(Accept [0-9]|The report itself)")).click()
    assert left(page) == before - 1
    page.get_by_role("button", name=re.compile("^Undo")).click()
    assert left(page) == before
    context.close()


@SIGHTS
def test_every_page_can_be_read_by_everybody(  # noqa: PLR0917 - a page, a size and a language
    enter: Enter, served: Served, tmp_path: Path, width: int, height: int, lang: str
) -> None:
    """Contrast of WCAG AA, a name for every control, nothing wider than the screen; a screenshot of each is taken."""
    chief = enter("zhao", "admin", width=width, height=height)
    cell, finding = served.open_items(tier="T2")[0], served.open_items(kind="finding")[0]
    blind = next(each for each in served.open_items(kind="cell") if each.blind)
    pages = (
        "/",
        f"/items/{cell.id}",
        f"/items/{finding.id}",
        f"/items/{blind.id}",
        "/oversight",
        "/people",
        "/account",
    )
    for number, address in enumerate((*pages, "/sign-in", "/nowhere")):
        chief.goto(f"{served.address}{address}?lang={lang}")
        for scheme in ("light", "dark"):
            chief.emulate_media(color_scheme=scheme)
            assert chief.evaluate(CONTRAST) == [], (address, scheme)
        assert chief.evaluate(NAMELESS) == [], address
        wide = chief.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, address
        picture = tmp_path / f"{number}.png"
        chief.screenshot(path=picture)
        assert picture.stat().st_size > 5000
