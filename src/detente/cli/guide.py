"""What a newcomer needs of `--help`: which commands belong together, and a line to begin from for each that says something."""

from __future__ import annotations

# Section (the catalogue's `cli.section.NAME`) → commands, in the order they are needed.
SECTIONS: dict[str, tuple[str, ...]] = {
    "line": ("init", "introduce", "accept", "terms", "roster", "serve"),
    "say": (
        *("notify", "advise", "contact", "inquire", "update", "correct", "close", "ask", "confirm", "assist"),
        *("service", "suspend", "resume", "withdraw"),
    ),
    "reply": ("ack", "read-back", "hold", "answer", "decline", "followup", "explain", "test-reply"),
    "read": ("inbox", "show", "matter", "due", "words", "translate"),
    "state": ("doctor", "line"),
    "people": ("ladder", "handover", "call-words"),
    "prove": ("record", "delivery", "verify", "disclose", "destroy"),
    "public": ("readout",),
    "keep": ("backup", "restore", "completion"),
}

EXAMPLES: dict[str, str] = {
    "notify": "detente notify examples/notices/a-agent.en.json",
    "advise": 'detente advise --area A --activity large-run --begins +P2D --ends +P13D -m "EXAMPLE …"',
    "contact": 'detente contact --area C -m "EXAMPLE …"',
    "inquire": 'detente inquire --area B --seen public-report -m "EXAMPLE …"',
    "update": 'detente update heron-2 --going-on no -m "EXAMPLE …"',
    "correct": 'detente correct heron-2 --extent whole --correcting sent-in-error -m "EXAMPLE …"',
    "close": 'detente close heron-2 --outcome resolved -m "EXAMPLE …"',
    "ask": 'detente ask heron-2 --about facts -m "EXAMPLE …"',
    "confirm": 'detente confirm heron-2 --facts "EXAMPLE 1" --facts "EXAMPLE 2" -m "EXAMPLE …"',
    "assist": 'detente assist --area C --assistance information -m "EXAMPLE …"',
    "service": "detente service -f examples/kinds/service.yaml",
    "suspend": "detente suspend --categories question --ends +P30D",
    "resume": "detente resume heron-9",
    "withdraw": "detente withdraw --begins +P90D",
    "ack": "detente ack heron-2",
    "read-back": "detente read-back heron-2 --going-on no --asks information",
    "hold": "detente hold heron-2 --next-word-by +PT4H",
    "answer": 'detente answer tern-7 --answer full -m "EXAMPLE …"',
    "decline": "detente decline tern-7 --reason other-channel",
    "followup": "detente followup heron-7 --follow-up more-please",
    "readout.scan": "detente readout scan statement.html",
    "readout.compare": "detente readout compare ours.html theirs.html --html page.html",
    "readout.timeline": "detente readout timeline dossier/ --since 2026-11-23",
    "explain": 'detente explain heron-2 --explains equipment -m "EXAMPLE …"',
}
