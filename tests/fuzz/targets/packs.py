"""Checklist packs: a folder of YAML, and the copy of one that travels as JSON."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from inspector_app.packs import archive, files
from inspector_app.packs.reader import read_pack
from tests.fuzz import mutation
from tests.fuzz.target import Target, Unfit, refusal
from tests.packs.small_pack import FILES, written


@contextmanager
def yaml(folder: Path) -> Iterator[Target]:
    """Give the reader of folders; a case is one file of a pack, with its name on the first line."""
    place = written(folder / "small")

    def offer(content: bytes) -> str:
        name, _, text = content.partition(b"\n")
        path = place / (
            name.decode("ascii", "replace") if name.decode("latin-1") in FILES else "pack.yaml"
        )
        whole = path.read_bytes()
        path.write_bytes(text)
        try:
            said = refusal(lambda: read_pack(place))
            if not said and archive.opened(archive.archived(place)) != read_pack(place):
                raise Unfit("the copy of a pack is another pack")
        finally:
            path.write_bytes(whole)
        return said

    seeds = [f"{name}\n{text}".encode() for name, text in FILES.items()]
    yield Target(seeds, mutation.of_text, offer)


@contextmanager
def copies(folder: Path) -> Iterator[Target]:
    """Give the reader of copies, which come with inspections of others."""
    seed = archive.archived(written(folder / "small"))

    def offer(content: bytes) -> str:
        return refusal(lambda: archive.opened(content))

    def spoilt(content: bytes, chance: Random, others: object = ()) -> bytes:
        if chance.random() < 0.5:
            return mutation.of_json(content, chance)
        try:
            form = json.loads(content)
            texts = form.get("files", form)
            name = chance.choice(sorted(texts))
            texts[name] = mutation.of_text(texts[name].encode(), chance).decode("utf-8", "replace")
            return files.packed(texts) if form is texts else json.dumps(form).encode()
        except (ValueError, AttributeError, TypeError, IndexError):
            return mutation.of_bytes(content, chance)

    yield Target([seed], spoilt, offer)
