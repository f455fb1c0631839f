import re
from dataclasses import replace

from reknit import result
from reknit.reader import Evidence
from reknit.report import page
from tests.scripted import ScriptedReader, tiny

SCRIPT = "T:question P:+ T:inform P:w2 T:press_on P:c2 T:own+explore P:+ T:question P:+"


def seen(script: str = SCRIPT, text: str | None = None) -> result.Result:
    session, codings = tiny(script)
    if text is not None:
        turns = tuple(replace(t, text=text, name=text) for t in session.turns)
        session = replace(session, turns=turns, source=text, id=text, speakers={text: "therapist"})
    return result.read(session, ScriptedReader(codings))


def test_every_turn_is_there_and_every_link_leads_somewhere() -> None:
    html = page.render(seen())
    there = set(re.findall(r'id="([te]\d+)"', html))
    assert {f"t{at}" for at in range(10)} <= there
    assert set(re.findall(r'href="#([te]\d+)"', html)) <= there


def test_the_page_needs_no_network() -> None:
    html = page.render(seen())
    assert not re.search(r'(?:src|href)="(?!#)', html)
    assert "default-src 'none'" in html
    assert "@import" not in html
    assert "url(" not in html.replace("url(#", "")


def test_what_was_said_cannot_become_markup() -> None:
    html = page.render(seen(text='<script>alert(1)</script>" onload="x {{ 7 * 7 }}'))
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert 'onload="x' not in html
    assert "{{ 7 * 7 }}" in html


def test_words_that_weighed_are_marked() -> None:
    evidence = [Evidence("complaint_task", 0, 5), Evidence("question", 6, 9)]
    assert page.marked("these <b> words", evidence) == (
        '<mark class="rupture">these</mark> &lt;b&gt; words'
    )
    assert page.marked("", []) == ""


def test_risk_is_told_before_the_timeline() -> None:
    session, codings = tiny("T:question P:+ T:question P:-")
    risky = (codings[0], replace(codings[1], risk=True), *codings[2:])
    html = page.render(result.read(session, ScriptedReader(risky)))
    assert html.index("Possible risk") < html.index("Timeline")
    assert "Possible risk" not in page.render(seen())


def test_a_session_without_rupture_says_so() -> None:
    html = page.render(seen("T:question P:+"))
    assert "No rupture seen." in html
    assert "What may have happened" not in html
