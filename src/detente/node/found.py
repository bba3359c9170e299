"""Founding, as a home does it: init, introduce, accept, draft terms, sign them, and found when everybody has signed.

A live and an exercise home are always handled together: `Pair`. Root keys are used only here, with the recovery code.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from detente.codec.cbor import encode
from detente.codec.cose import parse
from detente.codec.errors import Local, Remote
from detente.codec.limits import MAX_STATEMENT
from detente.codec.shape import pack, to_plain, unpack
from detente.crypto.suites import DETENTE_1
from detente.line.content import read_message
from detente.line.founding import (
    FoundedLine,
    Founding,
    Part,
    check_pair,
    forming_trust,
    founded_trust,
    merge_founding,
    paper,
    terms_of,
)
from detente.line.shapes import Item, Mirror
from detente.line.shelf import Change, CredentialKept, LineKept
from detente.node.announce import announcement
from detente.node.home import Home, Listen, Settings, write_private
from detente.node.keyring import Random, Roots, create_roots, open_roots
from detente.node.mark import reopened
from detente.node.node import Node
from detente.node.tls import certificate_der
from detente.proof.receipt import Opening
from detente.trust.decisions import NO_LINE, accept_introduction, read_terms
from detente.trust.disclosure import PARTIES_ONLY, RULES
from detente.trust.signing import sign
from detente.trust.statements import (
    DEFAULT,
    MACHINE,
    Credential,
    Field,
    Introduction,
    RootSet,
    Terms,
    field_digest,
    line_id,
)
from detente.trust.words import numbers

CONTEXTS = ("live", "exercise")
QUOTAS = {"3": 6, "2": 20, "1": 200, "0": 200}  # messages an hour by `wanted`, unless the terms are drafted otherwise


def profiles() -> dict[str, Any]:
    """The published deadline profiles, as terms take them up. There is no default: terms name one."""
    return {name: profile["deadlines"] for name, profile in published_profiles().items()}


def published_profiles() -> dict[str, Any]:
    """The profiles as they are published: `names` and `about` in both languages, `deadlines` in ms."""
    data: dict[str, Any] = json.loads((resources.files("detente.node") / "profiles.json").read_text("utf-8"))
    return data


def init_pair(
    path: Path,
    party: str,
    names: dict[Literal["en", "zh"], str],
    language: str,
    listens: dict[str, Listen],
    random: Random,
) -> dict[str, dict[str, str]]:
    """Two homes, `path` (live) and `path`-exercise, with their roots and introduction; returns the recovery codes.

    Nothing is written when either home exists already.
    """
    path = path.resolve()
    paths = {"live": path, "exercise": path.with_name(path.name + "-exercise")}
    for where in paths.values():
        if (where / "home.json").exists():
            raise Local("home-exists", path=str(where))
    spelled: dict[str, str] = {language_: name for language_, name in names.items()}
    root_sets: dict[str, RootSet] = {}
    roots: dict[str, Roots] = {}
    codes: dict[str, dict[str, str]] = {}
    homes: dict[str, Home] = {}
    for context, other in (("live", "exercise"), ("exercise", "live")):
        settings = Settings(1, party, spelled, language, context, "../" + paths[other].name, listens[context])
        homes[context] = Home.create(paths[context], settings)
        root_sets[context], codes[context], roots[context] = create_roots(homes[context], random)
    introduction = Introduction(
        v=1,
        party=party,
        names=names,
        nonce=random(32),
        live=root_sets["live"],
        exercise=root_sets["exercise"],
    )
    frame = sign("introduction", NO_LINE, pack(introduction), {**roots["live"].signers, **roots["exercise"].signers})
    for home in homes.values():
        write_private(home.path / "introduction.detente", frame.encode())
        certificate_der(home, random)
    return codes


def own_introduction(home: Home) -> bytes:
    return (home.path / "introduction.detente").read_bytes()


def read_introduction(home: Home, data: bytes) -> Introduction:
    """Somebody else's introduction. Not kept: a person has to compare the words first."""
    introduction = accept_introduction(data)
    if introduction.party == home.settings.party:
        raise Remote("introduction-own-name", party=introduction.party)
    return introduction


def words_to_compare(home: Home, data: bytes) -> list[int]:
    """Twelve numbers over this introduction and our own; `trust.words` has the word for each in both languages."""
    read_introduction(home, data)
    return numbers((parse(own_introduction(home)).payload, parse(data).payload))


def accept(home: Home, data: bytes) -> None:
    """Keep an introduction in both homes, after a person has compared the words."""
    party = read_introduction(home, data).party
    for where in (home.path, home.other):
        kept = where / "introductions" / f"{party}.detente"
        if kept.exists() and kept.read_bytes() != data:
            raise Local("introduction-differs", party=party)
        write_private(kept, data)


def accepted(home: Home) -> dict[str, Introduction]:
    """Introductions of other parties, compared and kept."""
    found = {}
    for path in sorted((home.path / "introductions").glob("*.detente")):
        introduction = accept_introduction(path.read_bytes())
        found[introduction.party] = introduction
    return found


def draft(
    home: Home,
    members: list[str],
    profile: str,
    names: dict[str, str],
    sign_by: int,
    random: Random,
    quotas: Mapping[str, int] = QUOTAS,
    disclosure: str = PARTIES_ONLY,
) -> Founding:
    """Terms for a pair of lines between us and `members`, unsigned. `quotas`: messages an hour by `wanted`, "0" to "3"."""
    if profile not in profiles():
        raise Local("profile-unknown", profile=profile, known=", ".join(profiles()))
    known = accepted(home)
    missing = sorted(set(members) - set(known))
    if missing:
        raise Local("introduction-missing", party=", ".join(missing))
    mine = accept_introduction(own_introduction(home))
    everybody = {mine.party: mine, **{party: known[party] for party in members}}
    return drafted(everybody, profile, names, sign_by, random, quotas, disclosure=disclosure)


def drafted(
    everybody: Mapping[str, Introduction],
    profile: str,
    names: dict[str, str],
    sign_by: int,
    random: Random,
    quotas: Mapping[str, int] = QUOTAS,
    suite: int = DETENTE_1,
    disclosure: str = PARTIES_ONLY,
) -> Founding:
    """Terms for a pair of lines between the introduced parties, unsigned. `disclosure`: one of `trust.disclosure.RULES`."""
    if disclosure not in RULES:
        raise Local("disclosure-rule-unknown", value=disclosure, known=", ".join(RULES))
    pair, lines = random(16), {}
    for context in CONTEXTS:
        values: dict[str, Any] = {
            "name": names,
            "members": {party: {**i.names} for party, i in everybody.items()},
            "deadlines": {"profile": profile, **profiles()[profile]},
            "limits": {"envelope": 2**21, "message": 2**18, "ahead": 120_000},
            "quotas": dict(quotas),
            "minimum": ["acknowledgement", "notice", "test"],
            "changes": {"amend": "all", "keys": "own"},
            "disclosure": disclosure,
            "instrument": "",
            "nature": "no-right-or-obligation",
            "witnesses": [],
        }
        fields = {name: Field(random(32), encode(value)) for name, value in values.items()}
        terms = Terms(
            v=1,
            nonce=random(32),
            seq=0,
            context=context,  # type: ignore[arg-type]
            pair=pair,
            sign_by=sign_by,
            parties={party: getattr(i, context) for party, i in everybody.items()},
            suites=[suite],
            layers=[],
            fields={name: field_digest(name, field) for name, field in fields.items()},
        )
        payload = pack(terms)
        lines[context] = FoundedLine(
            terms=sign("terms", line_id(payload), payload, {}).encode(), fields=fields, members={}
        )
    return Founding(v=1, lines=lines)  # type: ignore[arg-type]


def check_against_introductions(home: Home, founding: Founding) -> None:
    """The roots in terms are those introduced and compared. Attack stopped: terms that slip in another key."""
    known = {**accepted(home), home.settings.party: accept_introduction(own_introduction(home))}
    for context, line in founding.lines.items():
        for party, root_set in terms_of(line).parties.items():
            introduction = known.get(party)
            if introduction is None:
                raise Local("introduction-missing", party=party)
            if getattr(introduction, context) != root_set:
                raise Remote("roots-not-introduced", party=party)


class Pair:
    """Both homes of a party, open."""

    def __init__(self, home: Home, **node: Any) -> None:
        self.nodes: dict[str, Node] = {}
        first = Node(home, **node)
        self.nodes[home.settings.context] = first
        try:
            other = Home.open(home.other)
            self.nodes[other.settings.context] = Node(other, **node)
        except BaseException:
            first.close()
            raise

    def close(self) -> None:
        for node in self.nodes.values():
            node.close()

    def __enter__(self) -> Pair:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def sign(self, founding: Founding, codes: dict[str, str]) -> Founding:
        """Our signatures and our part, on both lines. Signing again gives the same part again."""
        live = self.nodes["live"]
        check_against_introductions(live.home, founding)
        lines = dict(founding.lines)
        opened = {context: open_roots(self.nodes[context].home, codes[context]) for context in CONTEXTS}
        for context in CONTEXTS:
            node, line, roots = self.nodes[context], founding.lines[context], opened[context]  # type: ignore[index]
            lines[context] = signed_line(node, line, roots)  # type: ignore[index]
        return merge_founding([founding, Founding(v=1, lines=lines)])

    def found(self, founding: Founding) -> None:
        """Both lines, or neither: every check first, then each home's one commit."""
        check_against_introductions(self.nodes["live"].home, founding)
        check_pair(founding)
        trusts = {c: founded_trust(founding.lines[c], self.nodes[c].now()) for c in CONTEXTS}  # type: ignore[index]
        for context in CONTEXTS:
            found_on(self.nodes[context], founding.lines[context], trusts[context])  # type: ignore[index]


def signed_line(node: Node, line: FoundedLine, roots: Roots) -> FoundedLine:
    """One line of a founding with our signatures and our part."""
    frame = parse(line.terms)
    identity = line_id(frame.payload)
    return FoundedLine(
        terms=sign("terms", identity, frame.payload, roots.signers).encode(),
        fields=line.fields,
        members={node.me: first_part(node, frame.payload, line, roots)},
    )


def first_part(node: Node, terms_payload: bytes, line: FoundedLine, roots: Roots) -> Part:
    """Our first part of a line: made once, then read back from the record."""
    identity = line_id(terms_payload)
    if identity not in node.lines:
        _refuse_lost(node, identity)
        terms = read_terms(terms_payload)
        keys = node.keyring.create(identity, node.random)
        office = [k.id for k in keys if k.use == "officer"]
        machine = [k.id for k in keys if k.use == "node"]
        credential = Credential(
            v=1,
            line=identity,
            party=node.me,
            seq=0,
            keys=keys,
            release={DEFAULT: [1, *office], MACHINE: [1, *machine]},
            fields={},
        )
        payload = pack(credential)
        signed = sign("credential", identity, payload, roots.signers)
        forming = node.make_line(forming_trust(terms_payload, credential, payload))
        now = node.now()
        changes: list[Change] = [
            LineKept(identity, terms.context, line.terms, pack(line.fields), None),
            CredentialKept(identity, node.me, signed.encode(), pack({})),
            *forming.open_epoch(node.random(16), now, node.blind, "founded"),
        ]
        message = node.write(
            forming,
            "keys",
            {"keys": announcement(node, identity, [p for p in sorted(terms.parties) if p != node.me])},
            0,
        )
        _, said = forming.say(message, now, node.blind)
        node.commit([*changes, *said])
        node._load()
    own = node.lines[identity]
    log = own.own
    frames = {row["party"]: row["frame"] for row in node.store.credentials(identity)}
    openings = [unpack(Opening, data, MAX_STATEMENT) for data in node.store.openings(log.key, 0, 2)]
    what = node.store.kept(log.key, 1, 2)[1][0]
    message = read_message(node.store.message(identity, what) or b"")
    return Part(
        credential=frames[node.me],
        fields={},
        items=[Item(to_plain(message), openings[1], log.tree.path(1, 2))],
        mirror=Mirror(0, openings),
        head=node.checkpoint(log, 2),
    )


def _refuse_lost(node: Node, line: bytes) -> None:
    """A line this home was on and has no record of: put back from before. Signed again, it would have two sets of our keys."""
    if line in node.mark.heads:
        raise Local("line-lost", line=line.hex()[:12])


def found_on(node: Node, line: FoundedLine, trust: Any) -> None:
    if trust.line in node.founded:
        return
    if trust.line not in node.lines:
        _refuse_lost(node, trust.line)
        raise Local("terms-not-signed-here")
    mine = next(r["frame"] for r in node.store.credentials(trust.line) if r["party"] == node.me)
    if line.members[node.me].credential != mine:
        raise Remote("founding-own-part")
    state = node.lines[trust.line]
    state.trust = trust
    changes: list[Change] = [LineKept(trust.line, trust.terms.context, line.terms, pack(line.fields), node.now())]
    changes += reopened(node, state)
    for party, part in line.members.items():
        if party != node.me:
            changes.append(CredentialKept(trust.line, party, part.credential, pack(part.fields)))
            changes += state.receive(paper(trust.line, party, node.me, part), node.now(), node.blind).changes
    try:
        node.commit(changes)
    finally:
        node._load()
