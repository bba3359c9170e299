"""A dialogue from a file, said again by real nodes over real homes: each step at its time, carried at once or held back."""

from __future__ import annotations

import datetime
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from detente.api.roster import said as say_roster
from detente.codec.shape import pack, unpack
from detente.line.founding import Founding, read_founding
from detente.node import depositing, found, proposing, versioning
from detente.node.announce import renew
from detente.node.dialogue import table
from detente.node.home import Home, Listen
from detente.node.homework import cards
from detente.node.node import Node
from detente.node.roster import roster_sections
from detente.node.say import say
from detente.vocabulary import current

SECOND, HOUR = 1000, 3_600_000
ROUNDS = 3  # envelopes each way until nothing is owed


def milliseconds(text: str) -> int:
    return int(datetime.datetime.fromisoformat(text).timestamp() * 1000)


def read(path: Path) -> dict[str, Any]:
    script: dict[str, Any] = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    return script


class Replay:
    """Homes of the script's parties under `root`, in order as `names` (`a`, `b`), and their nodes. `random` for tests."""

    def __init__(
        self, script: dict[str, Any], root: Path, names: tuple[str, ...], random: Callable[[int], bytes] = os.urandom
    ):
        self.script, self.random = script, random
        self.clock = milliseconds(script["begins"])
        self.said: dict[str, bytes] = {}
        self.count = 0
        self.held = ExitStack()
        homes = self._found(root, names)
        self.nodes = {
            party: self.held.enter_context(closing(Node(home, now=self._now, random=random)))
            for party, home in homes.items()
        }
        self.carry()

    def close(self) -> None:
        self.held.close()

    def _now(self) -> int:
        return self.clock

    def _found(self, root: Path, names: tuple[str, ...]) -> dict[str, Home]:
        """Founded homes of all parties, live and exercise, as offices do it; the words are taken as compared."""
        homes: dict[str, Home] = {}
        codes: dict[str, dict[str, str]] = {}
        for name, (party, about) in zip(names, self.script["parties"].items(), strict=True):
            listens = {context: Listen(address=f"https://{party}.invalid/{context}") for context in found.CONTEXTS}
            made = found.init_pair(root / name, party, about["names"], about["language"], listens, self.random)
            homes[party] = Home.open(root / name)
            codes[party] = {context: made[context]["roots"] for context in found.CONTEXTS}
        for party, home in homes.items():
            for other, theirs in homes.items():
                if party != other:
                    found.accept(home, found.own_introduction(theirs))
        first, *rest = homes
        founding = found.draft(homes[first], rest, "watch", self.script["line"], self.clock + HOUR, self.random)
        for step in ("sign", "found"):
            for party, home in homes.items():
                with found.Pair(home, now=self._now, random=self.random) as pair:
                    carried = pack(founding)
                    if step == "sign":
                        founding = pair.sign(unpack(Founding, carried, 2**20), codes[party])
                    else:
                        pair.found(read_founding(carried))
        return homes

    # -- the steps ------------------------------------------------------------------------------------------------

    def run(self) -> Iterator[dict[str, Any]]:
        """Every step, after it is done."""
        for step in self.script["steps"]:
            self.step(step)
            yield step

    def step(self, step: dict[str, Any]) -> None:
        self.clock = max(self.clock + SECOND, milliseconds(step["at"]))
        for node in self.nodes.values():
            renew(node, node.line())
        node = self.nodes[step["by"]]
        what = self._act(node, step)
        self.count += 1
        if "as" in step:
            self.said[step["as"]] = what
        if not step.get("meanwhile"):
            self.carry()

    def carry(self) -> None:
        """Envelopes and answers, each way, until everybody holds everything."""
        for _ in range(ROUNDS):
            for sender in self.nodes.values():
                for receiver in self.nodes.values():
                    if sender is not receiver:
                        self.clock += SECOND
                        sender.take(receiver.receive(sender.outgoing(sender.line(), receiver.me)))

    def _name(self, label: str) -> str:
        return self.said[label].hex()

    def _act(self, node: Node, step: dict[str, Any]) -> bytes:
        """Say what a step says; its name."""
        line = node.line()
        counters = self._name(step["counters"]) if "counters" in step else None
        for part in ("label", "definition"):
            if part in step:
                name, en, zh = step[part]
                draft = {"coded": {"subject": part, "name": name, "form": "text"}, "wording": {"en": en, "zh": zh}}
                return proposing.propose(node, line, draft, counters).what
        if "version" in step:
            draft = versioning.draft(table(node, line), versioning.writes(node, line))
            return proposing.propose(node, line, draft, counters).what
        if "propose" in step:
            return proposing.propose(node, line, step["propose"], counters).what
        if "stance" in step:
            asked = step["stance"]
            words = {"language": node.home.settings.language, "plain": asked["plain"]} if "plain" in asked else None
            name = self._name(asked["of"])
            return proposing.take_stance(node, line, name, asked["stance"], words, asked.get("round")).what
        if "roster" in step:
            offices = [{"names": names, "reach": []} for names in step["roster"]]
            calendar = "mainland-china" if node.home.settings.language == "zh" else "us-federal"
            sections = roster_sections({"offices": offices, "calendar": calendar}, {})
            return say_roster(node, line, sections).what
        if "say" in step:
            asked = step["say"]
            name = self._name(asked["name"]) if "name" in asked else None
            return say(node, line, asked["kind"], asked["draft"], name).what
        return self._about_meetings(node, step)

    def _about_meetings(self, node: Node, step: dict[str, Any]) -> bytes:
        line = node.line()
        if "done" in step:
            draft = {"coded": {"progress": "done", "action": step["done"]["action"]}}
            return proposing.report(node, line, self._name(step["done"]["of"]), draft).what
        if "readout" in step:
            asked = step["readout"]
            text = asked["plain"].encode()
            readout = {
                "title": asked["title"],
                "media_type": "text/plain",
                "size": len(text),
                "digest": hashlib.sha256(text).hexdigest(),
            }
            draft = {"coded": {"progress": "readout"}, "readout": readout}
            return proposing.report(node, line, self._name(asked["of"]), draft).what
        return self._about_cards(node, step)

    def _about_cards(self, node: Node, step: dict[str, Any]) -> bytes:
        line, here = node.line(), cards()[0]
        if "exchange" in step:
            asked = step["exchange"]
            title = {"en": asked["en"], "zh": asked["zh"]}
            digest = hashlib.sha256(b"".join(here[card].digest() for card in asked["cards"])).hexdigest()
            draft = {
                "coded": {"subject": "exchange", "name": asked["name"], "form": "text"},
                "wording": title,
                "cards": {"deck": title, "digest": digest, "cards": asked["cards"]},
            }
            return proposing.propose(node, line, draft).what
        if "deposit" in step:
            asked = step["deposit"]
            rows = {card: _answer(here[card].digest(), row) for card, row in asked["answers"].items()}
            sheet = {
                "v": 1,
                "sheet": "cards",
                "party": node.me,
                "language": node.home.settings.language,
                "vocabulary": current().digest.hex(),
                "answers": rows,
            }
            return depositing.deposit(node, line, self._name(asked["of"]), sheet).what
        return depositing.open_deposit(node, line, self._name(step["open"])).what


def _answer(card: bytes, row: list[str]) -> dict[str, str]:
    """[tell, soon?, class?] as an answer."""
    return {"card": card.hex(), **dict(zip(("tell", "soon", "class"), row, strict=False))}
