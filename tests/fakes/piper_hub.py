"""A hub of Piper's voices with two small ones: the list, the list of a folder, files by way of another address.

As huggingface.co answers: `voices.json`, `/api/models/…/tree/main/FOLDER` with Git's hash of small files and the
SHA-256 of large ones, `/resolve/main/PATH` that leads to a store of files, which knows `Range`.
"""

import hashlib
import json
import re
from dataclasses import dataclass, field

from fakes.server import Answer, Asked

from vidpipe_assets.voice import voice_graph

REPOSITORY = "rhasspy/piper-voices"
CARD = "# Model card\n\n* Language: de_DE (German)\n* URL: https://example.org/voice\n* License: CC0\n"


def model(weights: int) -> bytes:
    """A graph that Piper's loader can read, with so many bytes of weights."""
    made = voice_graph._message("Model")()
    made.graph.node.add(op_type="Ceil", name="Ceil_frames", input=["w"], output=["frames"])
    made.graph.output.add(name="audio")
    graph = made.graph.SerializeToString() + b"\x2a" + _varint(weights) + b"w" * weights
    return b"\x08\x09\x3a" + _varint(len(graph)) + graph


def _varint(number: int) -> bytes:
    found = b""
    while number > 0x7F:
        found, number = found + bytes([number & 0x7F | 0x80]), number >> 7
    return found + bytes([number])


@dataclass
class PiperHub:
    """The service. `cuts`: after how many bytes the next answers of the store of files are cut."""

    weights: int = 300_000
    cuts: list[int] = field(default_factory=list[int])
    files: dict[str, bytes] = field(default_factory=dict[str, bytes])
    listed: dict[str, bytes] = field(default_factory=dict[str, bytes])
    """What the lists say of the files; they are these files where nobody changes one of both."""

    def __post_init__(self) -> None:
        for name in ("de_DE-thorsten-medium", "tr_TR-dfki-medium"):
            code, voice, quality = name.split("-")
            folder = f"{code[:2]}/{code}/{voice}/{quality}"
            config = {"language": {"code": code}, "audio": {"sample_rate": 22050}}
            self.files[f"{folder}/{name}.onnx"] = model(self.weights)
            self.files[f"{folder}/{name}.onnx.json"] = json.dumps(config).encode()
            self.files[f"{folder}/MODEL_CARD"] = CARD.encode()
        self.listed = dict(self.files)

    def __call__(self, asked: Asked) -> Answer:
        """Answer as the hub does."""
        if asked.path == f"/{REPOSITORY}/resolve/main/voices.json":
            return Answer(self._voices())
        if found := re.fullmatch(rf"/api/models/{REPOSITORY}/tree/main/(.+)", asked.path):
            return Answer([_entry(path, content) for path, content in self.listed.items() if path.startswith(found[1])])
        if found := re.fullmatch(rf"/{REPOSITORY}/resolve/main/(.+)", asked.path):
            return Answer("", 302, {"Location": f"/store/{found[1]}"})
        content = self.files.get(asked.path.removeprefix("/store/"))
        return Answer({"error": "Entry not found"}, 404) if content is None else self._part(content, asked)

    def _voices(self) -> dict[str, object]:
        found: dict[str, object] = {"odd": {"key": 1}, "../../etc-x-low": {"key": "../../etc-x-low", "files": {}}}
        for path in self.listed:
            *_, file = path.split("/")
            if file.endswith(".onnx"):
                folder, name = path.rpartition("/")[0], file.removesuffix(".onnx")
                files = {one: _about(content) for one, content in self.listed.items() if one.startswith(folder)}
                language = {"code": name.partition("-")[0], "family": name[:2], "name_english": "Some Language"}
                found[name] = {"key": name, "language": language, "quality": "medium", "files": files, "aliases": []}
        return found

    def _part(self, content: bytes, asked: Asked) -> Answer:
        cut = self.cuts.pop(0) if self.cuts else None
        start = re.fullmatch(r"bytes=(\d+)-", asked.headers.get("range", ""))
        if not start:
            return Answer(content, cut_after=cut)
        first = int(start[1])
        if first >= len(content):
            return Answer("", 416, {"Content-Range": f"bytes */{len(content)}"})
        about = {"Content-Range": f"bytes {first}-{len(content) - 1}/{len(content)}"}
        return Answer(content[first:], 206, about, cut_after=cut)


def _about(content: bytes) -> dict[str, object]:
    return {"size_bytes": len(content), "md5_digest": hashlib.md5(content, usedforsecurity=False).hexdigest()}


def _entry(path: str, content: bytes) -> dict[str, object]:
    git = hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
    entry: dict[str, object] = {"type": "file", "oid": git, "size": len(content), "path": path}
    if path.endswith(".onnx"):
        sha256 = hashlib.sha256(content).hexdigest()
        entry |= {"lfs": {"oid": sha256, "size": len(content), "pointerSize": 133}}
    return entry
