"""The page in a real browser, at a phone's and a desk's width."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from reknit import result
from reknit.report import page
from tests.scripted import ScriptedReader, tiny

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SCRIPT = (
    "T:question P:+ T:inform P:w2 T:press_on P:c2 T:own+explore P:+ "
    + "T:question P:+ " * 12
    + "T:inform P:w1 T:question P:-"
)

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.skipif(
        CHROMIUM is None and not os.environ.get("CI"), reason="no Chromium on this machine"
    ),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        started = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield started
        started.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    session, codings = tiny(SCRIPT)
    place = tmp_path_factory.mktemp("report") / "report.html"
    place.write_text(page.render(result.read(session, ScriptedReader(codings))), "utf-8")
    return place


def opened(browser: Browser, report: Path, width: int) -> tuple[Page, list[str]]:
    shown = browser.new_page(viewport={"width": width, "height": 800})
    troubles: list[str] = []
    shown.on("console", lambda message: troubles.append(message.text))
    shown.on("pageerror", lambda error: troubles.append(str(error)))
    shown.on(
        "request",
        lambda request: None if request.url.startswith("file:") else troubles.append(request.url),
    )
    shown.goto(report.as_uri())
    return shown, troubles


@pytest.mark.parametrize(("width", "chart"), [(400, "narrow"), (1400, "wide")])
def test_it_fits_the_width_and_shows_the_chart_for_it(
    browser: Browser, report: Path, width: int, chart: str
) -> None:
    shown, troubles = opened(browser, report, width)
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    for name in ("narrow", "wide"):
        assert shown.locator(f".chart.{name}").is_visible() == (name == chart)
    assert troubles == []
    shown.close()


def test_hovering_shows_the_turn_and_choosing_it_goes_there(browser: Browser, report: Path) -> None:
    shown, troubles = opened(browser, report, 1400)
    mark = shown.locator('.chart.wide a[href="#t5"]').first
    mark.hover()
    assert shown.locator("#tip").inner_text() == "turn 5: c2"
    mark.click()
    shown.locator("#t5.here").wait_for()
    assert shown.locator("#tip").count() == 0
    box = shown.locator("#t5").bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= 800
    assert shown.url.endswith("#t5")
    assert troubles == []
    shown.close()


def test_a_band_leads_to_its_card(browser: Browser, report: Path) -> None:
    shown, _ = opened(browser, report, 1400)
    shown.locator('.chart.wide a[href="#e1"]').first.dispatch_event("click")
    shown.locator("#e1.here").wait_for()
    shown.close()


def test_it_prints(browser: Browser, report: Path) -> None:
    shown, _ = opened(browser, report, 400)
    shown.emulate_media(media="print")
    assert shown.locator(".chart.wide").is_visible()
    assert not shown.locator(".chart.narrow").is_visible()
    assert shown.pdf().startswith(b"%PDF")
    shown.close()
