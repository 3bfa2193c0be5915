"""What readers note beside the words: rows, cells, how words are set; found in the lines that are written."""

from __future__ import annotations

from rag.reading.paging import FlowPages
from rag.reading.rows import ACROSS, table_blocks
from rag.reading.viewing.recording import Line, Recorder, cells_in, recorder, recording
from rag.types.views import Kind, Mark


def cells(line: Line) -> list[tuple[int, str, int]]:
    flat = line.cells
    return [(flat[at], line.text[flat[at + 1] : flat[at + 2]], flat[at + 3]) for at in range(0, len(flat), 4)]


def marks(line: Line) -> list[tuple[str, Mark]]:
    flat = line.marks
    return [(line.text[flat[at] : flat[at + 1]], Mark(flat[at + 2])) for at in range(0, len(flat), 3)]


def written(rows: list[list[str]], declared: int = 0) -> list[Line]:
    with recording() as noted:
        flow = FlowPages()
        for block in table_blocks(rows, declared):
            flow.add(block)
        flow.finish()
    return noted.lines


def test_nothing_is_noted_unless_somebody_asks() -> None:
    assert recorder() is None
    with recording() as noted:
        assert recorder() is noted
    assert recorder() is None


def test_each_row_of_a_table_tells_its_cells_without_the_names_of_columns() -> None:
    head, *body = written([["Segment", "2023"], ["Medical", "1,204"], ["Other", ""]])
    assert (head.kind, head.level, cells(head)) == (Kind.ROW, 1, [(0, "Segment", 1), (1, "2023", 1)])
    assert [cells(line) for line in body] == [[(0, "Medical", 1), (1, "1,204", 1)], [(0, "Other", 1)]]
    assert {line.table for line in (head, *body)} == {1}


def test_a_cell_over_several_columns_is_one() -> None:
    head, *_ = written([["Plant", "Measured", ACROSS], ["Plant", "2023", "2024"], ["Stack", "18", "22"]], 2)
    assert cells(head) == [(0, "Plant", 1), (1, "Measured", 2)]


def test_two_rows_that_say_the_same_are_two() -> None:
    _, *body = written([["Name", "Sum"], ["a", "1"], ["a", "1"]], 1)
    assert [cells(line) for line in body] == [[(0, "a", 1), (1, "1", 1)]] * 2


def test_a_value_that_its_column_s_name_holds_is_found_behind_the_name() -> None:
    text = "Term 5: 5; Rate 5: 5"
    found = cells_in(text, ("Term 5: 5", "Rate 5: 5"), ("5", "5"))
    assert list(found) == [0, 8, 9, 1, 1, 19, 20, 1]


def test_words_are_set_where_they_stand_and_not_where_they_stand_first() -> None:
    with recording() as noted:
        for text, mark in (("to be or not ", Mark(0)), ("to be", Mark.BOLD), (" is the question", Mark(0))):
            noted.run(text, mark)
        FlowPages().add("unrelated")
        flow = FlowPages()
        flow.add("to be or not to be is the question")
        flow.finish()
    line = noted.lines[-1]
    assert marks(line) == [("to be", Mark.BOLD)]
    assert line.marks[0] == len("to be or not ")


def test_a_word_parted_between_two_ways_of_setting_is_set_by_its_parts() -> None:
    noted = Recorder()
    noted.run("Confi", Mark.ITALIC)
    noted.run("dential", Mark(0))
    noted.write("Confidential")
    assert marks(noted.lines[0]) == [("Confi", Mark.ITALIC)]


def test_what_a_reader_left_out_costs_only_itself() -> None:
    noted = Recorder()
    for text, mark in (("gone ", Mark.BOLD), ("here ", Mark.BOLD), ("and there", Mark(0))):
        noted.run(text, mark)
    noted.write("here and there")
    assert marks(noted.lines[0]) == [("here", Mark.BOLD)]


def test_a_message_s_field_is_its_name_and_its_value() -> None:
    noted = Recorder()
    noted.write("To: Re: a@b.example", Kind.FIELD)
    assert cells(noted.lines[0]) == [(0, "To", 1), (1, "Re: a@b.example", 1)]
