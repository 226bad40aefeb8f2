"""`extractor.ingest.csv_shape`: csv is told from prose with commas, by content alone."""

import pytest

from extractor.ingest.sniff import sniff

TABLE = "规章,0,0,0\n规范性文件,1,0,5\n行政许可,94,,\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(TABLE, id="bare"),
        pytest.param(TABLE.replace(",", ";"), id="semicolons"),
        pytest.param("sep=,\n规章,0\n", id="named"),
        pytest.param("年度报告,,,\n一、总体情况,,,\n" + TABLE, id="padded-prose"),
        pytest.param('年度报告\n"全年公开信息1,234条,其中规章0件。"\n' + TABLE, id="quoted-prose"),
        pytest.param(TABLE.replace("94", '"9,400"'), id="quoted-thousands"),
        pytest.param(TABLE.replace("\n", "\r\n"), id="windows"),
    ],
)
def test_rows_of_values_make_a_csv(text: str) -> None:
    """In UTF-8 as in GB18030."""
    assert sniff(text.encode()) == sniff(text.encode("gb18030")) == "text/csv"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "2023年,全镇公开信息,办结申请,没有诉讼。\n2024年,将继续公开,改进不足,加强培训。\n" * 5, id="prose"
        ),
        pytest.param("共收到申请1,234,567件,办结2,345,678件\n" * 6, id="thousands-in-prose"),
        pytest.param("规章  1,234  5,678  1,000\n许可  2,345  6,789  2,000\n处罚  3,456  7,890  3,000\n", id="columns"),
        pytest.param("| 规章 | 1,2,,3 |\n" * 9, id="markdown"),
        pytest.param("规章\t1,2,,3\t4\n" * 9, id="tabs"),
        pytest.param("甲,乙,丙\n丁,戊,己\n庚,辛,壬\n", id="lists-of-words"),
        pytest.param("规章,0\n许可,0\n处罚,0\n", id="two-fields"),
        pytest.param(
            "公开规章,0,0件,一\n此外,全镇还有很多工作。\n工作,安排,如下\n任务,落实\n" * 4 + TABLE, id="mostly-prose"
        ),
    ],
)
def test_text_with_commas_stays_text(text: str) -> None:
    """Cut at its commas, prose would lose its numbers to columns that nobody printed."""
    assert sniff(text.encode()) == sniff(text.encode("gb18030")) == "text/plain"
