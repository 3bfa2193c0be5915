"""What is meant by what is typed."""

from ui.window.goals import MOST, Goal, GoalKind, meant


def goal(name: str, kind: GoalKind = GoalKind.DOCUMENT, told: str = "") -> Goal:
    return Goal.of(kind, name, told, lambda: None)


def names(goals: list[Goal], typed: str) -> list[str]:
    return [one.name for one in meant(goals, typed)]


def test_every_word_typed_must_be_there_in_any_order() -> None:
    goals = [goal("Lease of the office, Lyon"), goal("Lease of the store"), goal("Office rules")]
    assert names(goals, "office lease") == ["Lease of the office, Lyon"]
    assert names(goals, "offi") == ["Office rules", "Lease of the office, Lyon"]
    assert names(goals, "warehouse") == []


def test_accents_and_capitals_do_not_matter() -> None:
    goals = [goal("Geschäftsgeheimnis-Vertrag.pdf"), goal("Résumé d'Élodie.docx")]
    assert names(goals, "geschaft") == ["Geschäftsgeheimnis-Vertrag.pdf"]
    assert names(goals, "ELODIE resume") == ["Résumé d'Élodie.docx"]


def test_the_beginning_of_a_name_comes_before_its_middle_and_commands_before_documents() -> None:
    goals = [
        goal("My summaries.pdf"),
        goal("Summarise", GoalKind.COMMAND),
        goal("unsummed.txt"),
        goal("Summary of 2024"),
    ]
    assert names(goals, "summ") == ["Summarise", "Summary of 2024", "My summaries.pdf", "unsummed.txt"]


def test_what_stands_below_a_name_is_found_too() -> None:
    assert names([goal("Lock now", GoalKind.COMMAND, "File · Ctrl+Shift+X")], "ctrl+shift+x") == ["Lock now"]


def test_no_more_rows_than_anybody_reads() -> None:
    assert len(meant([goal(f"{number}.pdf") for number in range(10_000)], "pdf")) == MOST
