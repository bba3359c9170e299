"""The pages of the desk, one file each: its routes, its handlers, and a template of the same name in `templates/`.

A module here has `routes(console) -> list[Route]`, and may have `NAV = (word, path)` or `(word, path, roles)`: an entry of
the navigation, whose word is the catalogue's `desk.nav.WORD`. It stands there in the order of MODULES. Plainest: `proof.py`.

A page with a form: give `visit.page(…, form_id="…")` the form's id, and the language switch belongs to it: it sends the form as
it was typed to the form's own address, `visit.switching` is true, and the handler shows it again, filled as before, and does
nothing else (`follow.py`). Parts that are renewed while the page is open carry `data-live="NAME"`; no form stands in one.
"""

from __future__ import annotations

from types import ModuleType

from detente.desk.pages import (
    account,
    card,
    cases,
    compose,
    dialogue,
    exercise,
    follow,
    handover,
    line,
    matter,
    operations,
    proof,
    queue,
    readouts,
    record,
    release,
    signin,
    translate,
)

MODULES: tuple[ModuleType, ...] = (
    *(
        signin,
        queue,
        follow,
        matter,
        translate,
        proof,
        compose,
        release,
        exercise,
        handover,
        line,
        dialogue,
        record,
        cases,
        readouts,
    ),
    *(operations, card, account),
)
