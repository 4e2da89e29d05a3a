"""`doughy deals report`: one page that is whole, escaped, and drawn by a browser."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.deals.conftest import own_deal

if TYPE_CHECKING:
    from tests.deals.conftest import Deals
    from tests.harness import Person, Program

HARM = "<script>alert(1)</script> & \"'\x1b[31m"
NAMES = (HARM, "東京都渋谷区神南一丁目", "شارع الملك فهد", "ул. Ленина 5", "x" * 290)


class Page(HTMLParser):
    """What a browser makes of the text: the tags, their attributes and the words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture
def some_deals(ann: Person) -> None:
    for number, name in enumerate(NAMES):
        own_deal(
            ann,
            name,
            estimated_value=1000 * (number + 1),
            probability=20 * number,
            expected_close_date=f"2099-0{number + 1}-01",
            stage="analyzing" if number else "<b>own</b>",
        )
    for number in range(12):
        status = "won" if number % 3 else "lost"
        made = own_deal(ann, f"Old {number}", probability=50)
        ann.sql("UPDATE deals SET status = %s WHERE id = %s", status, made)


def test_it_is_whole_escaped_and_asks_nobody(
    deals: Deals, some_deals: None, tmp_path: Path
) -> None:
    file = tmp_path / "report.html"
    done = deals("report", "--html", file)
    assert (done.code, done.out, done.err) == (0, "", f"Written to {file}.\n")
    text = file.read_text("utf-8")
    page = Page(text)
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "link", "img", "iframe", "object"}
    assert "<b>own</b>" not in text and HARM.split("\x1b")[0] in page.words
    assert "\x1b" not in text and "\\x1b[31m" in page.words
    values = [value or "" for _, attributes in page.tags for value in attributes.values()]
    assert not [each for each in values if "http" in each or each.startswith(("//", "javascript"))]
    assert not re.search(r"@import|url\((?!#)", text)
    assert sum(tag == "svg" for tag, _ in page.tags) == 4
    for name in NAMES[1:]:
        assert name in page.words
    for words in ("Pipeline", "Forecast", "Funnel", "Calibration", "At risk", "8 won, 4 lost"):
        assert words in page.words


def test_the_file_is_replaced_only_if_that_is_meant(
    deals: Deals, doughy: Program, ann: Person, tmp_path: Path
) -> None:
    file = tmp_path / "report.html"
    file.write_text("mine")
    asked = deals("report", "--html", file, "--no-input")
    assert asked.code == 2 and "Give --yes" in asked.err and file.read_text() == "mine"
    found = deals("report", "--html", file, "--yes", "--json").json
    assert list(found) == ["file", "bytes", "deals", "as_of"]
    assert found["bytes"] == file.stat().st_size and found["deals"] == 0
    assert "There are no deals yet" in file.read_text()
    for target, words in (
        (tmp_path, "is a folder"),
        (tmp_path / "none" / "x.html", "cannot be written"),
    ):
        done = deals("report", "--html", target)
        assert done.code in (1, 2) and words in done.err and "Traceback" not in done.err
    assert deals("report", "--html", "-").out.startswith("<!DOCTYPE html>")
    assert deals("report", "--html", "-", "--json").code == 2
    assert deals("report").code == 2
    assert [each.name for each in tmp_path.iterdir() if "part" in each.name] == []
    with doughy.start("deals", "report", "--html", "-", person=ann) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--hide-scrollbars", "--window-size=1000,3000", "--virtual-time-budget=2000"),
)


@pytest.mark.skipif(not CHROMIUM and not os.environ.get("CI"), reason="chromium is not installed")
@pytest.mark.timeout(240)
def test_a_browser_draws_it(deals: Deals, some_deals: None, tmp_path: Path) -> None:
    assert CHROMIUM, "chromium is not installed, and CI is set"
    file = tmp_path / "report.html"
    assert deals("report", "--html", file).code == 0
    # The page itself runs no script, so what it looks like is asked of a page around it.
    probe = tmp_path / "probe.html"
    text = file.read_text("utf-8").replace("default-src 'none'", "script-src 'unsafe-inline'")
    probe.write_text(text.replace("</body>", f"<script>{_PROBE}</script></body>"), "utf-8")
    told = browse(tmp_path, "--dump-dom", probe).decode()
    found = re.search(r'data-probe="([^"]*)"', told)
    assert found and found[1] == "charts 4; wide 0; outside 0; small 0; errors 0", told[-500:]
    for name, dark in (("light", False), ("dark", True)):
        picture = tmp_path / f"{name}.png"
        more = ("--blink-settings=preferredColorScheme=0",) if dark else ()
        browse(tmp_path, f"--screenshot={picture}", *more, file)
        assert picture.stat().st_size > 20_000
    paper = tmp_path / "report.pdf"
    browse(tmp_path, f"--print-to-pdf={paper}", file)
    assert paper.read_bytes().startswith(b"%PDF")


# Charts with a size; nothing wider than the page; no text out of its chart; none too small to read.
_PROBE = """
window.addEventListener('load', () => {
  const charts = [...document.querySelectorAll('svg')];
  const outside = charts.flatMap(chart => {
    const frame = chart.getBoundingClientRect();
    return [...chart.querySelectorAll('text')].filter(text => {
      const own = text.getBoundingClientRect();
      return own.left < frame.left - 1 || own.right > frame.right + 1
        || own.top < frame.top - 1 || own.bottom > frame.bottom + 1;
    });
  });
  const root = document.documentElement;
  const small = charts.filter(each => each.getBoundingClientRect().height < 100).length;
  document.body.dataset.probe = `charts ${charts.length}; `
    + `wide ${Math.max(0, root.scrollWidth - root.clientWidth)}; outside ${outside.length}; `
    + `small ${small}; errors ${document.querySelectorAll('parsererror').length}`;
});
"""


def browse(folder: Path, *arguments: str | Path) -> bytes:
    profile = folder / f"profile-{len(list(folder.iterdir()))}"
    *flags, file = arguments
    done = subprocess.run(
        [str(CHROMIUM), *FLAGS, f"--user-data-dir={profile}", *map(str, flags), f"file://{file}"],
        capture_output=True,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-500:]
    return done.stdout
