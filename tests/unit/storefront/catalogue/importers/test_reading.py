from __future__ import annotations

import codecs
import json
from decimal import Decimal
from pathlib import Path

import pytest

from storefront.catalogue.importers import documents
from storefront.catalogue.importers.documents import Item, read_json, read_lines
from storefront.catalogue.importers.tables import Row, Table
from storefront.catalogue.importers.text import open_text, shown_names
from storefront.catalogue.quarantine import QuarantinedRow
from storefront.errors import SourceUnreadable, UnknownSource


def file(folder: Path, content: bytes | str, name: str = "source") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    "content",
    [
        "Größe é 5 €".encode(),
        codecs.BOM_UTF8 + "Größe é 5 €".encode(),
        "Größe é 5 €".encode("cp1252"),
        "Größe é 5 €".encode("utf-16"),
        codecs.BOM_UTF16_BE + "Größe é 5 €".encode("utf-16-be"),
        "Größe ".encode() + "é ".encode("latin-1") + "5 €".encode(),
    ],
)
def test_encodings(tmp_path: Path, content: bytes) -> None:
    with open_text(file(tmp_path, content)) as stream:
        assert stream.read() == "Größe é 5 €"


def test_bytes_that_cp1252_does_not_know(tmp_path: Path) -> None:
    with open_text(file(tmp_path, b"a\x81b")) as stream:
        assert stream.read() == "a\x81b"


def test_stray_bytes_are_a_matter_of_reading() -> None:
    with pytest.raises(UnicodeEncodeError):
        "é".encode("ascii", errors="storeloom.stray-bytes")


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(UnknownSource), open_text(tmp_path / "none"):
        pass
    with pytest.raises(SourceUnreadable), open_text(tmp_path):
        pass


@pytest.mark.parametrize("content", [b"id,name\0", b"\x01\x02\x03\x04name", b"name,id\n" * 400 + b"\0"])
def test_files_that_are_not_text(tmp_path: Path, content: bytes) -> None:
    with (
        pytest.raises(SourceUnreadable, match=r"source is not a text file.* in UTF-8"),
        open_text(file(tmp_path, content)),
    ):
        pass


@pytest.mark.parametrize("content", [b"", b"a\tb\r\n", b"id,name,price\n1,A\x1fB,5\n", b"x" * 4096 + b"\0"])
def test_text_with_a_stray_control_character_is_text(tmp_path: Path, content: bytes) -> None:
    with open_text(file(tmp_path, content)) as stream:
        assert stream.read() == content.decode()


def test_names_of_a_foreign_header_are_shown_without_what_a_terminal_would_obey() -> None:
    assert shown_names(["Größe", "a\x1b[2J\x9b", "n" * 41]) == r'"Größe", "a\x1b[2J\x9b", "%s…"' % ("n" * 39)
    assert shown_names(str(number) for number in range(10, 23)).endswith('"20", "21" …')


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("a,b\n1,2\n", [Row(2, {"a": "1", "b": "2"})]),
        ("\ufeffa;b\r\n1,5;2\r\n", [Row(2, {"a": "1,5", "b": "2"})]),
        ("a\tb\n1\t2", [Row(2, {"a": "1", "b": "2"})]),
        ('"a;x",b\n1,2', [Row(2, {"a;x": "1", "b": "2"})]),
        (" a , b \n 1 , 2 \n", [Row(2, {"a": "1", "b": "2"})]),
        ('a,b\n"x\ny",2\n,\n\n3', [Row(2, {"a": "x\ny", "b": "2"}), Row(5, {"a": "3", "b": ""})]),
        ("\n\na,b\n1,2,3\n", [Row(4, {"a": "1", "b": "2"})]),
        ("a,a,\n,2,9\n1,2,9", [Row(2, {"a": "2"}), Row(3, {"a": "1"})]),
        ("a\n1\n", [Row(2, {"a": "1"})]),
        ("a,b\n", []),
        ("", []),
    ],
)
def test_tables(tmp_path: Path, content: str, rows: list[Row]) -> None:
    assert list(Table(file(tmp_path, content))) == rows


def test_a_table_can_be_read_again_and_names_its_columns(tmp_path: Path) -> None:
    table = Table(file(tmp_path, "a,b\n1,2\n"))
    assert table.columns == {"a", "b"}
    assert list(table) == list(table)
    assert Table(file(tmp_path, "")).columns == frozenset()


def test_a_quote_left_open(tmp_path: Path) -> None:
    table = Table(file(tmp_path, 'a\n1\n"2\n' + "x" * 4_000_001))
    assert list(table) == [Row(2, {"a": "1"})]
    assert table.damage is not None
    assert table.damage.row == 3
    with pytest.raises(SourceUnreadable, match="row 1"):
        list(Table(file(tmp_path, '"a\n' + "x" * 4_000_001)))


def test_json_lines(tmp_path: Path) -> None:
    found = list(read_lines(file(tmp_path, '\ufeff{"a": 1.10}\r\n\r\n{"a": \n[1]\n{"a": 2}')))
    assert found[0] == Item(1, {"a": Decimal("1.10")})
    assert [(item.row, item.reason) for item in found if isinstance(item, QuarantinedRow)] == [
        (3, "The line isn't JSON."),
        (4, "The item isn't an object."),
    ]
    assert found[-1] == Item(5, {"a": 2})


@pytest.mark.parametrize(
    ("content", "items"),
    [
        ('[{"a": 1}, {"a": 2}]', ""),
        ('  [\n{"a": 1}\n,{"a": 2},]\n', ""),
        ('{"a": 1}\n{"a": 2}', ""),
        ('{"products": [{"a": 1}, {"a": 2}]}', ""),
        ('{"shop": {"list": [{"a": 1}, {"a": 2}]}}', "shop.list"),
    ],
)
def test_json_in_its_forms(tmp_path: Path, content: str, items: str) -> None:
    assert list(read_json(file(tmp_path, content), items=items)) == [Item(1, {"a": 1}), Item(2, {"a": 2})]


def test_one_object_is_one_item(tmp_path: Path) -> None:
    assert list(read_json(file(tmp_path, '{"a": 1}'))) == [Item(1, {"a": 1})]
    assert list(read_json(file(tmp_path, ""))) == []
    missing = list(read_json(file(tmp_path, '{"a": 1}'), items="b.c"))
    assert [item.reason for item in missing if isinstance(item, QuarantinedRow)] == ["The item isn't an object."]


@pytest.mark.parametrize("value", ["[" * 40 + "]" * 40, '{"a":' * 40 + "1" + "}" * 40, "[" * 700 + "]" * 700])
def test_items_nested_without_end_are_set_aside(tmp_path: Path, value: str) -> None:
    """Whoever walks down such a value later would run out of stack."""
    by_line = list(read_lines(file(tmp_path, f'{{"a": {value}}}\n{{"a": 1}}\n{value}')))
    in_list = list(read_json(file(tmp_path, f'[{{"a": {value}}}, {{"a": 1}}]')))
    for deep in (by_line[0], by_line[2], in_list[0]):
        assert isinstance(deep, QuarantinedRow)
        assert deep.reason == "The item has more than 32 levels."
    assert by_line[1] == in_list[1] == Item(2, {"a": 1})


@pytest.mark.parametrize("end", ["", "\n", '\n{"a": 4}'])
def test_a_line_without_end_is_passed_over_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str) -> None:
    monkeypatch.setattr(documents, "_LONGEST_ITEM", 10)
    endless = json.dumps({"a": "x" * 95})
    first, long, exact, *rest = list(read_lines(file(tmp_path, f'{{"a": 1}}\n{endless}\n{{"a": 22}}\n{endless}{end}')))
    assert (first, exact) == (Item(1, {"a": 1}), Item(3, {"a": 22}))
    for row in (long, rest[0]):
        assert isinstance(row, QuarantinedRow)
        assert row.reason == "The line has more than 10 characters."
    assert rest[1:] == ([Item(5, {"a": 4})] if end.strip() else [])


def test_json_that_breaks_off(tmp_path: Path) -> None:
    found = list(read_json(file(tmp_path, '[{"a": 1}, 5, {"a": ')))
    assert found[0] == Item(1, {"a": 1})
    assert [(item.row, item.raw) for item in found[1:] if isinstance(item, QuarantinedRow)] == [(2, "5"), (3, '{"a":')]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
def test_json_read_in_pieces_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    values = [{"n": n, "text": "é[],{} " * n} for n in range(20)]
    monkeypatch.setattr(documents, "_CHUNK", size)
    assert [item.fields for item in read_json(file(tmp_path, json.dumps(values))) if isinstance(item, Item)] == values


def test_an_item_without_end_does_not_fill_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "_CHUNK", 10)
    monkeypatch.setattr(documents, "_LONGEST_ITEM", 30)
    found = list(read_json(file(tmp_path, '[{"a": 1}, {"a": "' + "x" * 1000)))
    assert found[0] == Item(1, {"a": 1})
    assert isinstance(found[1], QuarantinedRow)
    assert len(found) == 2
