"""Data that people write by hand: one YAML 1.2 file, one structure, and the line of whatever is wrong in it.

Only what JSON has, and dates: no alias (a few can stand for gigabytes), no tag of its own, no key twice.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from detente.codec.errors import Local

T = TypeVar("T")
_PATH = re.compile(r"\$((?:\.[\w-]+|\[[^\]]*\])*)")
_SCALARS: dict[str, Callable[[str], Any]] = {
    "str": str,
    "int": int,
    "bool": lambda text: text.lower() == "true",
    "timestamp": datetime.date.fromisoformat,
}


class Yaml:
    """A file that was read: `value` as plain data. `code` is what every mistake in it raises, with `file`, `line` and `why`."""

    def __init__(self, data: bytes, name: str, code: str, most: int) -> None:
        self.name, self.code = name, code
        if len(data) > most:
            raise Local(code, file=name, line=1, why=f"more than {most} bytes")
        try:
            self.node: Node | None = YAML(typ="safe", pure=True).compose(data.decode("utf-8-sig"))
            self.value = self._plain(self.node, set())
        except MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark is not None else 1
            raise Local(code, file=name, line=line, why=str(error.problem)) from error
        except (YAMLError, ValueError, RecursionError) as error:
            raise Local(code, file=name, line=1, why=str(error)[:120]) from error

    def bad(self, path: list[str], why: str) -> Local:
        """The error for a mistake at `path`, to be raised."""
        return Local(self.code, file=self.name, line=self.line(path), why=why)

    def read(self, kind: type[T]) -> T:
        """The value as a structure."""
        try:
            return msgspec.convert(self.value, kind, strict=True)
        except msgspec.ValidationError as error:
            path = _PATH.search(str(error))
            raise self.bad(re.findall(r"[\w-]+", path[1]) if path else [], str(error)) from error

    def _plain(self, node: Node | None, seen: set[int]) -> Any:
        if node is None:
            return None
        line = node.start_mark.line + 1
        if id(node) in seen:
            raise Local(self.code, file=self.name, line=line, why="an alias")
        seen.add(id(node))
        if isinstance(node, MappingNode):
            keys = [key.value for key, _ in node.value]
            if len({str(key) for key in keys}) != len(keys):
                raise Local(self.code, file=self.name, line=line, why="a key stands twice")
            return {str(key.value): self._plain(value, seen) for key, value in node.value}
        if isinstance(node, SequenceNode):
            return [self._plain(item, seen) for item in node.value]
        assert isinstance(node, ScalarNode)
        read = _SCALARS.get(str(node.tag).rpartition(":")[2])
        try:
            return None if read is None else read(node.value)
        except ValueError as error:
            raise Local(self.code, file=self.name, line=line, why=str(error)[:120]) from error

    def line(self, path: list[str]) -> int:
        """The line of the deepest place of `path` that is there."""
        node = self.node
        line = 1 if node is None else node.start_mark.line + 1
        for step in path:
            if isinstance(node, MappingNode):
                pair = next(((key, value) for key, value in node.value if key.value == step), None)
                if pair is None:
                    return line
                line, node = pair[0].start_mark.line + 1, pair[1]
            elif isinstance(node, SequenceNode) and step.isdigit() and int(step) < len(node.value):
                node = node.value[int(step)]
                line = node.start_mark.line + 1
            else:
                return line
        return line
