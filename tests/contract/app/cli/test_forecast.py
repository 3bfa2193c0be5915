"""The command forecast, with its own processes; its rows are a contract with scripts."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from PIL import Image
from programs.command import Command

SHAPE = (0, 2, 5, 9, 14, 18, 20, 17, 11, 6, 3, 1)


@pytest.fixture
def command(tmp_path: Path) -> Command:
    return Command(tmp_path / "home", tmp_path / "models")


def value(month: int) -> float:
    return 50 + SHAPE[month % 12] + 0.1 * month + (month * 7 % 5) * 0.2


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Two shops, German figures and dates, one month missing of the first."""
    file = tmp_path / "sales.csv"
    rows = [
        f"01.{month % 12 + 1:02d}.{2016 + month // 12};{shop};{value(month) * times:.2f}".replace(".", ",", 0)
        for month in range(72)
        for shop, times in (("North", 1), ("South", 3))
        if (month, shop) != (30, "North")
    ]
    figures = [row.rpartition(";")[0] + ";" + row.rpartition(";")[2].replace(".", ",") for row in rows]
    file.write_text("\n".join(["Monat;Filiale;Umsatz", *figures]), encoding="utf-8")
    return file


def test_each_item_has_a_row(command: Command, table: Path, tmp_path: Path) -> None:
    ran = command(
        "forecast", table, "--date", "Monat", "--value", "Umsatz", "--item", "Filiale", "--horizon", "12",
        "--out", tmp_path / "next.xlsx", "--json",
    )  # fmt: skip

    assert ran.status == 0, ran.err
    north, south = ran.rows
    assert (north["item"], south["item"]) == ("North", "South")
    assert (north["every"], north["season"], north["values"], north["gaps"]) == ("month", 12, 72, 1)
    assert 0 < north["mase"] < 1
    assert north["mase"] < north["naive"]
    assert [row["date"] for row in north["forecast"]][:2] == ["2022-01-01", "2022-02-01"]
    assert len(south["forecast"]) == 12
    for place, row in enumerate(south["forecast"]):
        assert row["value"] == pytest.approx(3 * value(72 + place), rel=0.1)
        assert row["low"] <= row["value"] <= row["high"]
    book = openpyxl.load_workbook(tmp_path / "next.xlsx")
    assert book.sheetnames == ["Forecast", "Values", "About"]
    sheet = book["Forecast"]
    assert sheet.max_row == 25
    assert sheet["B2"].value.isoformat() == "2022-01-01T00:00:00"
    assert sheet["C2"].value == pytest.approx(north["forecast"][0]["value"])
    assert len(sheet._charts) == 2
    assert "North" in book["About"]["A2"].value


def test_a_chart_is_drawn_on_light_and_on_dark_ground(command: Command, table: Path, tmp_path: Path) -> None:
    asked = ("forecast", table, "--date", "monat", "--value", "umsatz", "--item", "filiale", "--horizon", "6")
    grounds = []
    for name, more in (("light.png", ()), ("dark.png", ("--dark",))):
        ran = command(*asked, "--out", tmp_path / name, *more)
        assert ran.status == 0, ran.err
        assert "72 monthly values, January 2016 to December 2021." in ran.out
        assert "1 value was missing" in ran.out
        with Image.open(tmp_path / name) as picture:
            assert picture.size == (1200, 800)
            grounds.append(sum(picture.convert("RGB").getpixel((2, 2))))
            assert len(picture.convert("RGB").getcolors(1 << 20)) > 100
    assert grounds[0] > 700
    assert grounds[1] < 150


def test_a_workbook_with_its_own_dates_is_read(command: Command, tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "sales.xlsx"))
    book.add_worksheet("Cover").write_row(0, 0, ["Report", "of sales"])
    sheet = book.add_worksheet("Data")
    shown = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row(0, 0, ["Date", "Sold", "Returned"])
    for month in range(60):
        day = datetime(2019 + month // 12, month % 12 + 1, 1)  # noqa: DTZ001 — a workbook's
        sheet.write_datetime(month + 1, 0, day, shown)
        sheet.write_row(month + 1, 1, [value(month), month % 12])
    book.close()
    ran = command(
        "forecast", tmp_path / "sales.xlsx", "--date", "Date", "--value", "Sold", "--value", "Returned",
        "--horizon", "3", "--json",
    )  # fmt: skip
    assert ran.status == 0, ran.err
    assert [row["item"] for row in ran.rows] == ["Sold", "Returned"]
    assert [row["date"] for row in ran.rows[0]["forecast"]] == ["2024-01-01", "2024-02-01", "2024-03-01"]


def test_what_cannot_be_is_told(command: Command, table: Path, tmp_path: Path) -> None:
    def said(*arguments: str | Path) -> str:
        ran = command("forecast", *arguments, "--horizon", "3", "--json")
        assert ran.status == 1
        return ran.err

    columns = ("--date", "Monat", "--value", "Umsatz")
    assert "Monat, Filiale, Umsatz" in said(table, "--date", "Datum", "--value", "Umsatz")
    assert "holds no dates" in said(table, "--date", "Filiale", "--value", "Umsatz")
    assert "holds no numbers" in said(table, "--date", "Monat", "--value", "Filiale")
    assert ".png or .xlsx" in said(table, *columns, "--out", tmp_path / "next.pdf")
    page = tmp_path / "page.md"
    page.write_text("# A page", encoding="utf-8")
    assert "rows and columns" in said(page, *columns)
    assert "nowhere.csv" in said(tmp_path / "nowhere.csv", *columns)
    with pytest.raises(SystemExit) as wrong:
        command("forecast", table, *columns, "--horizon", "0")
    assert wrong.value.code == 2


def test_a_series_that_is_too_short_leaves_the_others(command: Command, tmp_path: Path) -> None:
    rows = [f"2020-{month:02d},long,{month}" for month in range(1, 13)] + ["2020-01,short,4"]
    (tmp_path / "few.csv").write_text("\n".join(["month,item,n", *rows]), encoding="utf-8")
    ran = command(
        "forecast", tmp_path / "few.csv", "--date", "month", "--value", "n", "--item", "item",
        "--horizon", "2", "--json",
    )  # fmt: skip
    assert ran.status == 1
    long, short = ran.rows
    assert len(long["forecast"]) == 2
    assert short["forecast"] == []
    assert short["error"]["code"] == "too-few-values"
    assert "short" in short["error"]["message"]
