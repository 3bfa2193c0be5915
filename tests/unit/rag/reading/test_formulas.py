"""Formulas of MathML as one line of text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from rag.reading.formulas import mathml


def said(inside: str) -> str:
    return mathml(etree.fromstring(f'<m:math xmlns:m="http://www.w3.org/1998/Math/MathML">{inside}</m:math>'))


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (
            "<m:mfrac><m:mrow><m:mi>a</m:mi><m:mo>+</m:mo><m:mi>b</m:mi></m:mrow><m:mi>c</m:mi></m:mfrac>",
            "(a+b)/c",
        ),
        (
            "<m:mi>E</m:mi><m:mo>=</m:mo><m:mi>m</m:mi><m:msup><m:mi>c</m:mi><m:mn>2</m:mn></m:msup>",
            "E = mc^2",
        ),
        ("<m:msqrt><m:mn>2</m:mn><m:mi>g</m:mi><m:mi>h</m:mi></m:msqrt>", "√(2gh)"),
        ("<m:mroot><m:mi>x</m:mi><m:mn>3</m:mn></m:mroot>", "∛(x)"),
        (
            (
                "<m:munderover><m:mo>∑</m:mo><m:mrow><m:mi>i</m:mi><m:mo>=</m:mo><m:mn>1</m:mn></m:mrow>"
                "<m:mi>n</m:mi>"
                "</m:munderover><m:mi>i</m:mi>"
            ),
            "∑_(i = 1)^n i",
        ),
        (
            "<m:mfenced><m:mi>a</m:mi><m:mi>b</m:mi></m:mfenced><m:mphantom><m:mi>z</m:mi></m:mphantom>",
            "(a,b)",
        ),
        (
            "<m:mover><m:mi>𝑥</m:mi><m:mo>¯</m:mo></m:mover><m:msub><m:mi>k</m:mi><m:mn>1</m:mn></m:msub>",
            "xk_1",
        ),
        (
            "<m:mtable><m:mtr><m:mtd><m:mn>1</m:mn></m:mtd><m:mtd><m:mn>2</m:mn></m:mtd></m:mtr></m:mtable>",
            "[1, 2]",
        ),
        ('<m:mfrac linethickness="0"><m:mi>n</m:mi><m:mi>k</m:mi></m:mfrac><m:msup/>', "(n over k)"),
    ],
)
def test_formulas_stand_on_one_line(inside: str, text: str) -> None:
    assert said(inside) == text


_NAMES = st.sampled_from(
    ["mrow", "mfrac", "msup", "munderover", "mroot", "mfenced", "mi", "mtable", "semantics", "mover"]
)


@given(
    st.recursive(st.just("mi"), lambda inner: st.tuples(_NAMES, st.lists(inner, max_size=3)), max_leaves=20)
)
def test_any_tree_of_elements_can_be_said(tree: object) -> None:
    def built(node: object) -> etree._Element:
        name, children = node if isinstance(node, tuple) else ("mi", [])
        element = etree.Element(name)
        element.text = "x"
        element.extend([built(child) for child in children])
        return element

    assert isinstance(mathml(built(tree)), str)


def test_formulas_without_end_are_said_as_far_as_they_go() -> None:
    assert said("<m:msqrt>" * 200 + "<m:mi>x</m:mi>" + "</m:msqrt>" * 200).startswith("√(√(")
