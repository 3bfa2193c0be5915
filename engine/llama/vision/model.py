"""A vision model in llama.cpp: a GGUF model, and a projector (mmproj) that turns pictures into what it reads.

Built on the C functions of mtmd, not on llama-cpp-python's `MTMDChatHandler`: that one works through the
high-level API, which neither stops while a picture is encoded nor keeps control tokens out of an instruction,
and it would be a second sampler and a second loop beside those of `engine.llama.model`. Of the prompt only
the picture goes through mtmd, with the tokens the projector wants around it; the text before and after it is
tokenised and decoded like that of any other prompt. Pictures come as dots: no decoder of image files is used,
nor the program mtmd would start for films. Runs in the model process only.

mtmd: https://github.com/ggml-org/llama.cpp/blob/master/tools/mtmd/mtmd.h
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from engine.cancel import CancelToken
from engine.errors import (
    ContextFull,
    Fault,
    ModelDoesNotFit,
    ModelError,
    ModelInvalid,
    ModelMissing,
    PictureInvalid,
    ProjectorMismatch,
)
from engine.formats.gguf import read_header
from engine.hardware import available_memory
from engine.llama.cache import BATCH
from engine.llama.model import LlamaModel
from engine.llama.template import Piece, prompt_end
from engine.types import GenerationEvent, Message, Picture, PictureTokens, Sampling, Speaker

_ABORTED = 2
_NODES = 8  # of the projector's graph between two looks at the cancel token: some hundred make a picture


class VisionModel(LlamaModel):
    """A loaded model with its projector. `close` gives their memory back."""

    def __init__(
        self,
        path: Path,
        projector: Path,
        name: str,
        *,
        context_length: int | None = None,
        threads: int | None = None,
        gpu_layers: int = -1,
        picture_tokens: PictureTokens | None = None,
        cancel: CancelToken | None = None,
    ) -> None:
        """Check both files and the memory they need, then load.

        Raises `ModelMissing`, `ModelInvalid`, `ModelDoesNotFit`, `ProjectorMismatch`, `Cancelled`.
        """
        self._sight: Any = None
        if not projector.is_file():
            raise ModelMissing(model=projector.name)
        header = read_header(projector)
        if not header.sees:
            raise ProjectorMismatch(model=name, path=str(projector))
        cancel = cancel or CancelToken()
        picture_tokens = picture_tokens or PictureTokens()
        super().__init__(
            path,
            name,
            context_length=context_length,
            threads=threads,
            gpu_layers=gpu_layers,
            batch=max(BATCH, picture_tokens.most),
            companion_bytes=header.file_bytes,
            cancel=cancel,
        )
        self._projector, self._projector_bytes = projector, header.file_bytes
        self._picture_tokens = picture_tokens
        self._mtmd = self._lib.mtmd
        self._asked = 0
        self._cancel = cancel
        self._watch = self._api.ggml_backend_sched_eval_callback(self._look)
        try:
            self._sight = self._load_projector(self._backend != "CPU")
        except Fault:
            self.close()
            raise

    def read(
        self, picture: Picture, instruction: str, sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        """See `engine.protocols.PictureReader.read`."""
        before, after, end = self._around(instruction)
        with self._shown(picture) as chunks:
            tokens = len(before) + int(self._mtmd.mtmd_helper_get_n_tokens(chunks)) + len(after)
            self._check_fits(tokens, sampling)
            self._check_batches(chunks)

            def prefill() -> tuple[int, bool]:
                self._cache.clear()
                whole = (
                    self._cache.prefill(0, before, cancel)
                    and self._look_at(chunks, len(before), cancel)
                    and self._cache.prefill(0, after, cancel)
                )
                return 0, whole

            yield from self.generate_after(tokens, prefill, sampling, cancel, end)

    def close(self) -> None:
        """Free both; using the model afterwards is an error."""
        if self._sight:
            self._mtmd.mtmd_free(self._sight)
        self._sight = None
        super().close()

    def _around(self, instruction: str) -> tuple[list[int], list[int], str]:
        """The tokens before the picture and after it, and how the prompt ends as the template wrote it.

        The picture stands right before the instruction.
        Models made for reading take a picture without an instruction, so the place is that of a stand-in.
        """
        pieces = self._template.render([Message(Speaker.USER, "-")])
        place = next(at for at, piece in enumerate(pieces) if not piece.trusted)
        said = (Piece(instruction, trusted=False),) if instruction else ()
        after = self._vocabulary.continued((*said, *pieces[place + 1 :]))
        before = self._vocabulary.prompt(pieces[:place])
        return before, after or self._vocabulary.tokens("\n"), prompt_end(pieces)

    @contextmanager
    def _shown(self, picture: Picture) -> Iterator[Any]:
        """The picture, scaled and cut as the projector wants it, in chunks of tokens and of picture."""
        mtmd = self._mtmd
        dots = (ctypes.c_uint8 * len(picture.rgb)).from_buffer_copy(picture.rgb)
        bitmap = mtmd.mtmd_bitmap_init(picture.width, picture.height, dots)
        chunks = mtmd.mtmd_input_chunks_init()
        try:
            marker = mtmd.mtmd_default_marker()
            text = mtmd.mtmd_input_text(marker, len(marker), False, True)
            bitmaps = (mtmd.mtmd_bitmap_p_ctypes * 1)(bitmap)
            self._lib.log.clear()
            if mtmd.mtmd_tokenize(self._sight, chunks, ctypes.byref(text), bitmaps, 1) != 0:
                detail = self._lib.log.last_error or "the projector refuses it"
                raise PictureInvalid(width=picture.width, height=picture.height, detail=detail)
            yield chunks
        finally:
            mtmd.mtmd_input_chunks_free(chunks)
            mtmd.mtmd_bitmap_free(bitmap)

    def _check_batches(self, chunks: Any) -> None:
        """Raise `ContextFull` unless a picture that must be decoded at once fits a batch."""
        mtmd = self._mtmd
        for place in range(mtmd.mtmd_input_chunks_size(chunks)):
            chunk = mtmd.mtmd_input_chunks_get(chunks, place)
            size = mtmd.mtmd_input_chunk_get_n_tokens(chunk)
            if size > self._batch and mtmd.mtmd_decode_use_non_causal(self._sight, chunk):
                raise ContextFull(prompt_tokens=size, context_length=self._batch)

    def _look_at(self, chunks: Any, position: int, cancel: CancelToken) -> bool:
        """Encode the picture and decode it into the cache at `position`; False when cancelled on the way."""
        end = self._api.llama_pos(position)
        self._cancel = cancel
        status = self._mtmd.mtmd_helper_eval_chunks(
            self._sight, self._context, chunks, position, 0, self._batch, False, ctypes.byref(end)
        )
        if cancel.cancelled or status == _ABORTED:
            return False
        if status != 0:
            raise ModelError(detail=f"mtmd_helper_eval_chunks answered {status}")
        self._cache.filled(end.value)
        return True

    def _look(self, _node: Any, asked: bool, _data: Any) -> bool:
        """Called for a node of the projector's graph: whether to be asked after it, then whether to go on.

        What is left of a stopped graph is not used: the abort flag ends the decode that follows.
        """
        if asked:
            self._asked += 1
            return self._asked % _NODES == 0
        return not self._cancel.cancelled

    def _load_projector(self, on_gpu: bool) -> Any:
        """Load the projector; where the GPU cannot take it, on the processor."""
        self._lib.log.clear()
        params = self._mtmd.mtmd_context_params_default()
        params.use_gpu = on_gpu
        params.print_timings = False
        params.n_threads = self._threads
        params.warmup = False  # a picture nobody asked for; what it finds out, the first picture does
        params.image_min_tokens = self._picture_tokens.fewest or -1  # -1 asks for the model's own
        params.image_max_tokens = self._picture_tokens.most
        params.cb_eval = self._watch
        progress = self._mtmd.mtmd_progress_callback(lambda _done, _data: not self._cancel.cancelled)
        params.progress_callback = progress
        sight = self._mtmd.mtmd_init_from_file(str(self._projector).encode("utf-8"), self._model, params)
        if sight:
            return sight
        self._cancel.raise_if_cancelled()
        error = self._lib.log.first_error
        if "mismatch" in error:
            raise ProjectorMismatch(model=self._name, path=str(self._projector))
        if on_gpu:
            return self._load_projector(on_gpu=False)
        if "alloc" in error:
            raise ModelDoesNotFit(
                model=self._name, needed=self._projector_bytes, available=available_memory()
            )
        raise ModelInvalid(path=str(self._projector), detail=error or "cannot be loaded")
