"""One strike at one point: bring the node into the phase, let `strace` do its part at the chosen call, see what becomes of it.

After every strike both nodes must run and each must say a message that the other side receipts.
"""

from __future__ import annotations

import random
import shutil
import signal
from dataclasses import dataclass
from pathlib import Path

from detente.crypto.keystore import parse_recovery_code
from detente.node import backup
from detente.node.node import Node
from faults.offices import STOP, Office, Stuck, World, draft_file
from faults.plan import COMMANDS, STARTS, Point
from faults.strace import Attached, Injection, around, injected, let_go, native, sites

DIES = 1.0  # seconds after the stimulus for a running node to come to the chosen call
SETTLES = 0.3  # seconds for a running node to meet an error that is no death
RECEIPT = 60.0


@dataclass
class Struck:
    """`hit`: the file of the call that was hit, empty when it was not reached. `wrong` stays empty when all is well."""

    hit: str = ""
    site: str = ""
    said: str = ""
    process: str = ""
    afterwards: str = ""
    wrong: str = ""


class Striker:
    def __init__(self, world: World, chance: random.Random) -> None:
        self.world, self.random = world, chance
        self.log = world.root / "strace.log"

    # -- phases --------------------------------------------------------------------------------------------------

    def prepare(self, phase: str, victim: Office, peer: Office) -> None:
        """What has to be so before the phase begins."""
        if phase in STARTS or phase in COMMANDS:
            if phase in COMMANDS and not victim.runs and victim.node is None:
                return  # struck again as the last strike left it
            if victim.runs and (phase == "start after a kill" or (phase in COMMANDS and self.random.random() < 0.5)):
                victim.notify()
                victim.end(signal.SIGKILL)
            else:
                victim.end(signal.SIGKILL)
                Node(victim.home).close()  # what a clean stop leaves on the disk, without its second of waiting
            if phase in STARTS:
                victim.move()
                victim.plant_ended_key()
        else:
            for office in (victim, peer):
                if not office.runs:
                    office.end()
                    office.start()
            if phase == "acknowledge":
                self.waiting_for = peer.notify(wait=RECEIPT)["reference"]
            if phase == "destroy":
                name = victim.notify(wait=RECEIPT)["reference"]
                self.proposed = victim.destroy(name, wait=RECEIPT)["reference"]

    def stimulus(self, phase: str, victim: Office, peer: Office) -> str:
        """What a running node is made to do; what whoever asked was told."""
        if phase == "say":
            return victim.attempt(victim.notify)
        if phase == "acknowledge":
            return victim.attempt(lambda: victim.acknowledge(self.waiting_for))
        if phase == "hear":
            return peer.attempt(peer.notify)
        if phase == "look":
            return victim.attempt(lambda: victim.ask("/v1/queue"))
        if phase == "destroy":  # its author erases when the other's consent arrives
            return peer.attempt(lambda: peer.consent(self.proposed))
        assert phase == "stop" and victim.node is not None
        victim.node.send_signal(signal.SIGTERM)
        return "told to stop"

    def command(self, phase: str, victim: Office, before: list[str]) -> tuple[int, str]:
        if phase in ("rebuild", "verify"):
            return victim.run("record", phase, "--json", before=before)
        if phase == "backup":
            return self.back_up(victim, before)
        if phase == "restore":
            return self.restore(victim, before)
        if phase == "export":
            return victim.run("record", "export", "-o", str(self.world.root / "record.export"), before=before)
        if phase in ("show", "delivery"):
            name = list(victim.said.values())[-1]
            words = ("show", name) if phase == "show" else ("delivery", "show", name)
            return victim.run(*words, "--json", before=before)
        draft = draft_file(victim, self.world.root / "draft.json")
        return victim.run("notify", str(draft), "--wait", "0", "--json", before=before)

    def back_up(self, victim: Office, before: list[str]) -> tuple[int, str]:
        """A backup killed at any call leaves a whole file under its name, or none; and always the home as it was."""
        for old in self.world.root.glob("backup*"):
            old.unlink()
        file, code = self.world.root / "backup.detente", self.world.root / "backup.code"
        done = victim.run("backup", str(file), "--code-file", str(code), "--json", before=before)
        if file.exists():
            backup.check(file, parse_recovery_code(code.read_text("utf-8").strip()))
        return done

    def restore(self, victim: Office, before: list[str]) -> tuple[int, str]:
        """A restore killed at any call leaves its backup as it was, and a second one makes a home of it."""
        file, code, home = (self.world.root / name for name in ("kept.detente", "kept.code", "restored"))
        if not file.exists():
            victim.run("backup", str(file), "--code-file", str(code), "--json")
        shutil.rmtree(home, ignore_errors=True)
        done = victim.run("restore", str(file), str(home), "--code-file", str(code), "--json", before=before)
        if done[0] and before and "inject" in " ".join(before):
            shutil.rmtree(home, ignore_errors=True)
            status, out = victim.run("restore", str(file), str(home), "--code-file", str(code), "--json")
            if status:
                raise Stuck(f"{victim.party}: a restore after one that was struck ended with {status}: {out[:200]}")
        return done

    def survey(self, phase: str, victim: Office, peer: Office) -> str:
        """One pass through a phase, traced and left alone: the log."""
        self.prepare(phase, victim, peer)
        log = self._fresh_log()
        everything = ["-e", "trace=file,desc,network"]
        if phase in STARTS:
            victim.launch(around(log, everything))
            victim.ready()
            victim.ended(DIES / 2)
            victim.end(signal.SIGKILL)
        elif phase in COMMANDS:
            self.command(phase, victim, around(log, everything))
        else:
            assert victim.node is not None
            tracer = Attached(victim.node.pid, log, everything)
            self.stimulus(phase, victim, peer)
            victim.ended(STOP if phase == "stop" else DIES)
            tracer.detach()
        return log.read_text("utf-8", "replace")

    def _fresh_log(self) -> Path:
        self.log.unlink(missing_ok=True)
        return self.log

    # -- the strike ----------------------------------------------------------------------------------------------

    def strike(self, point: Point, victim: Office, peer: Office, weather: str, recovers: bool = True) -> Struck:
        """`recovers` False leaves it to a later strike to see that both go on: only commands on a home that nobody serves."""
        struck = Struck()
        self.prepare(point.phase, victim, peer)
        home = self.world.root / "restored" if point.phase == "restore" else victim.home.path
        injection = Injection(point.call, point.n, point.action, point.paths(home))
        victim.new_errors(), victim.new_sites()
        self.world.weather(weather)
        log = self._fresh_log()
        status: int | None = None
        if point.phase in COMMANDS:
            status, out = self.command(point.phase, victim, around(log, injection.words()))
            struck.said = out
        elif point.phase in STARTS:
            victim.launch(around(log, injection.words()))
            if victim.ready() and not victim.ended(DIES / 2 if injection.kills else SETTLES):
                assert victim.node is not None
                let_go(victim.node.pid)
        else:
            assert victim.node is not None
            tracer = Attached(victim.node.pid, log, injection.words())
            try:
                struck.said = self.stimulus(point.phase, victim, peer)
                victim.ended(STOP if point.phase == "stop" else DIES if injection.kills else SETTLES)
            finally:
                if victim.runs:
                    tracer.detach()
                else:
                    tracer.process.wait(20)
                    tracer.detach()
        if victim.node is not None and victim.node.poll() is not None:
            status = victim.end()
        elif victim.runs and not injection.kills and point.phase not in STARTS and self.random.random() < 0.3:
            victim.end(signal.SIGKILL)  # what failed may still stand in the write-ahead log, whole
            struck.process = "went on, killed at once"
        struck.hit = injected(log, injection) or ""
        stacks = sites(victim.new_sites())
        if stacks and struck.hit:
            struck.site = " | ".join(filter(None, [stacks[0], native(log)]))
        struck.process = struck.process or ("went on" if status is None else f"ended with {status}")
        errors = victim.new_errors()
        if struck.hit and not injection.kills:
            if "Traceback" in errors:
                struck.wrong = "traceback: " + errors.strip().splitlines()[-1]
            elif struck.said.startswith("untyped"):
                struck.wrong = struck.said
        self.world.weather("clear")
        if recovers:
            self.recover(struck, victim, peer)
        else:
            struck.afterwards = "struck again"
        return struck

    def recover(self, struck: Struck, victim: Office, peer: Office) -> None:
        """Both run again, and each side's next message is receipted by the other."""
        try:
            for office in (victim, peer):
                if not office.runs:
                    office.end()
                    office.start()
            for office in (victim, peer):
                if not office.notify(wait=RECEIPT)["receipts"]:
                    raise Stuck(f"{office.party}: a message said in clear weather was not receipted")
        except Stuck as error:
            struck.wrong = struck.wrong or str(error)
            struck.afterwards = "does not go on"
        except Exception as error:
            struck.wrong = struck.wrong or f"{type(error).__name__}: {error}"
            struck.afterwards = "does not go on"
        else:
            struck.afterwards = "both run, both receipted"
