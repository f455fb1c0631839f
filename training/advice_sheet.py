"""`make advice-sheet`: at rupture moments of the development transcripts, what the guide advises
beside what the therapist really said. Writes a page to `build/`, to be read, not measured.

Where the ruptures are is taken from the first coder, so that the page shows what the guide and the
voice make of a moment, not what the reader misses. The page holds text of the transcripts, which
state no licence: it stays on this machine.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from jinja2 import Environment

from reknit import advising, result, voice
from reknit.advising import Advised
from reknit.procedure import THERAPIST
from reknit.reader import load
from reknit.report import advice as shown
from reknit.session import Turn
from training import annomi
from training.coder import Coder
from training.corpus import Coded

GOAL = Path("build") / "advice-sheet.html"
MOMENTS = 60
BEFORE = 5
"""Turns shown before the advice."""

PAGE = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string("""\
<!doctype html><meta charset="utf-8"><title>Advice sheet</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
section { border-top: 1px solid #999; padding: 1rem 0; display: grid; gap: 0 2rem;
  grid-template-columns: 1fr 1fr; }
h2 { grid-column: 1 / 3; font-size: 1rem; margin: 0 0 .5rem; }
p { margin: .2rem 0; } .t::before { content: "T: "; } .p::before { content: "P: "; }
.really { background: #eee; padding: .3rem; } dt { font-weight: 600; } dd { margin-left: 1rem; }
small { color: #555; }
</style>
<h1>Advice beside what was said: {{ moments | length }} moments</h1>
{% for m in moments %}
<section><h2>{{ loop.index }} · {{ m.advised.result.session.id }} · {{ m.standing }}</h2>
<div>
{% for turn in m.before %}<p class="{{ turn.speaker[0] }}">{{ turn.text }}</p>{% endfor %}
<div class="really"><small>the therapist said</small>
{% for turn in m.after %}<p class="{{ turn.speaker[0] }}">{{ turn.text }}</p>{% endfor %}</div>
</div>
<dl>
{% for line in m.tried %}<dd><small>{{ line }}</small></dd>{% endfor %}
{% for one in m.advised.advice %}
<dt>{{ one.advice.moves | join(", then ") }} <small>{{ one.advice.rule }}</small></dt>
<dd><small>{{ one.advice.why }}</small></dd>
{% for w in one.wordings %}<dd>“{{ w.words }}” <small>{{ w.tone }}</small></dd>{% endfor %}
{% endfor %}
</dl></section>
{% endfor %}
""")


@dataclass(frozen=True, slots=True)
class Shown:
    """One moment: the turns before and after, and what is advised between them."""

    before: Sequence[Turn]
    after: Sequence[Turn]
    advised: Advised

    @property
    def standing(self) -> str:
        """Where the session stands."""
        return shown.standing(self.advised)

    @property
    def tried(self) -> list[str]:
        """What was tried so far."""
        return shown.tried(self.advised)


def places(coded: Coded) -> list[int]:
    """Strained patient turns that a therapist turn follows, the first and the last in front."""
    found = [
        at
        for at, coding in enumerate(coded.codings[:-1])
        if coding.rupture and not coding.risk and coded.session.turns[at + 1].speaker == THERAPIST
    ]
    return [*found[:1], *found[:0:-1]]


def chosen(every: Sequence[Coded], most: int = MOMENTS) -> list[tuple[Coded, int]]:
    """Moments from as many transcripts as there are: one from each, then another, and so on."""
    listed = [(one, places(one)) for one in every]
    rounds = max((len(found) for _, found in listed), default=0)
    taken = [(one, found[n]) for n in range(rounds) for one, found in listed if len(found) > n]
    return sorted(taken[:most], key=lambda moment: (every.index(moment[0]), moment[1]))


def moments(coded: Sequence[Coded]) -> Iterator[Shown]:
    """What is advised at each chosen moment."""
    shipped, coder, words = load(), Coder(coded), voice.load()
    for one, at in chosen(coded):
        read = replace(
            result.read(one.session, coder), readings=result.read(one.session, shipped).readings
        )
        yield Shown(
            one.session.turns[max(0, at + 1 - BEFORE) : at + 1],
            one.session.turns[at + 1 : at + 3],
            advising.advise(read, words, at=at, risk_checked=True, most=2),
        )


def main() -> int:
    """Write the page."""
    coded = annomi.load()
    if not coded:
        print(f"no {annomi.TRANSCRIPTS.name} in ../shared/data")
        return 1
    GOAL.parent.mkdir(exist_ok=True)
    found = list(moments(coded))
    GOAL.write_text(PAGE.render(moments=found), "utf-8")
    print(f"{len(found)} moments written to {GOAL}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
