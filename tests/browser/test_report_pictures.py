"""The report page shows a doubtful figure of a PDF on its page, in a frame, without a network."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from eval.generator.formats.portable import Sheet, write_pdf
from extractor.cli import main

Open = Callable[..., Page]


def test_a_doubtful_cell_is_framed_on_its_page(open_page: Open) -> None:
    """The picture is decoded, its frame lies inside and in sight; a cell that stands nowhere shows none."""
    rows = [["信息内容", "本年处理决定数量"], ["行政处罚", ""], ["行政强制", "6"]]
    told = Sheet().text(72, 60, "某县人民政府2023年政府信息公开工作年度报告").text(72, 90, "二、主动公开政府信息情况")
    told.text(72, 110, "第二十条第（六）项").grid((72, 250, 400), (120, 140, 160, 180), rows).line(300, 158, 340, 142)
    Path("in").mkdir()
    Path("in/a.pdf").write_bytes(write_pdf([told]))
    main(["run", "in", "-o", "out"])
    page = open_page(file=Path("out/report.html").resolve())
    page.locator(".list tbody th a").click()
    framed = page.evaluate("Object.keys(JSON.parse(document.getElementById('document-0').textContent).frames)")
    page.locator(f"td.doubt button[data-cell='{framed[0]}']").click()
    figure = page.locator(".pictures figure")
    expect(figure).to_have_count(1)
    expect(figure.get_by_role("img", name="Page 1")).to_be_visible()
    frame, around = figure.locator("rect").bounding_box(), page.locator(".pictures").bounding_box()
    assert frame is not None
    assert around is not None
    assert around["x"] <= frame["x"] <= around["x"] + around["width"]
    assert around["y"] <= frame["y"] <= around["y"] + around["height"]
    size = page.evaluate(
        "async () => { const image = new Image();"
        " image.src = document.querySelector('.pictures image').getAttribute('href');"
        " await image.decode(); return [image.naturalWidth, image.naturalHeight]; }"
    )
    assert min(size) > 50
    others = page.locator("td button[data-cell]").evaluate_all("nodes => nodes.map(node => node.dataset.cell)")
    page.locator(f"td button[data-cell='{next(cell for cell in others if cell not in framed)}']").click()
    expect(page.locator(".pictures")).to_be_hidden()
