"""One GGUF model in llama.cpp: loading, prompt, prefix cache and the decode loop.

The loop calls llama.cpp's C functions directly: the high-level Python API costs 11 to 13 percent.
Runs in the model process only; no two calls at a time.
"""

from __future__ import annotations

import ctypes
import json
import platform
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from engine.cancel import CancelToken
from engine.cores import default_threads
from engine.errors import ContextFull, ModelDoesNotFit, ModelInvalid, ModelMissing
from engine.formats.gguf_kinds import GgufKind, kind_of
from engine.formats.gguf_parts import parts_of, read_model
from engine.hardware import available_memory
from engine.hashing import sha256_of
from engine.llama.adapters import Adapter, Adapters
from engine.llama.cache import BATCH, SEQUENCES, PromptCache
from engine.llama.families import family_of
from engine.llama.fit import CacheType, Plan, fitting, layers_on_gpu
from engine.llama.generation import Generations
from engine.llama.likelihood import ROWS, Likelihood
from engine.llama.native import Library, library
from engine.llama.recalling import Kept, Recall, fingerprint
from engine.llama.template import ChatTemplate, fixed_part, prompt_end
from engine.llama.together import Job, Together
from engine.llama.vocabulary import Vocabulary
from engine.processor import processor_flags
from engine.types import GenerationDone, GenerationEvent, Message, ModelInfo, ModelStamp, Sampling

_LEAST_SEAM = 32
_ROOM_FOR_ANSWER = 16  # tokens; a prompt that leaves less is refused
_TYPES = {CacheType.F16: "GGML_TYPE_F16", CacheType.Q8_0: "GGML_TYPE_Q8_0", CacheType.Q4_0: "GGML_TYPE_Q4_0"}


class LlamaModel:
    """A loaded model. `close` gives its memory back."""

    def __init__(
        self,
        path: Path,
        name: str,
        *,
        context_length: int | None = None,
        threads: int | None = None,
        gpu_layers: int = -1,
        batch: int = BATCH,
        companion_bytes: int = 0,
        cancel: CancelToken | None = None,
    ) -> None:
        """Check the file and the memory it needs, then load.

        `companion_bytes` are of weights that will be loaded beside these, such as those of a projector.
        Raises `ModelMissing`, `ModelInvalid`, `ModelDoesNotFit`, `Cancelled`.
        """
        if not path.is_file():
            raise ModelMissing(model=name)
        self._header = read_model(path)
        if kind_of(self._header) is not GgufKind.MODEL:
            raise ModelInvalid(path=str(path), detail="it is no language model")
        self._companion_bytes = companion_bytes
        self._batch = batch
        self._rows = min(batch, ROWS)
        self._path, self._name = path, name
        self._sha256 = ""  # of the file, once asked for
        self._threads = self._usual_threads = threads or default_threads()
        self._lib: Library = library()
        self._api = self._lib.api
        self._model: Any = None
        self._context: Any = None
        self._cache: Any = None
        gpu = self._lib.gpu_backend() if gpu_layers != 0 else None
        self._plan = self._fitting(context_length, weights_in_memory=gpu is None)
        layers = self._layers(gpu_layers) if gpu else 0
        if gpu and 0 <= layers <= self._header.layers:  # the card takes a part of it, or nothing
            self._plan = self._fitting(self._plan.context, weights_in_memory=True)
        self._load(layers, cancel or CancelToken())
        self._backend = gpu if gpu and self._lib.log.offloaded_layers > 0 else "CPU"
        self._vocabulary = Vocabulary(self._lib, self._model)
        family = family_of(self._header, path.stem, self._vocabulary.is_control)
        self._template = ChatTemplate(
            self._header.chat_template,
            bos=self._vocabulary.bos,
            eos=self._vocabulary.eos,
            otherwise=family.template,
        )
        self._family = "" if self._template.own else family.name
        self._vocabulary.end_with(self._template.turn_end)
        self._generations = Generations(
            self._lib, self._vocabulary, self._template, () if self._template.own else family.stops
        )
        self._cache = PromptCache(self._api, self._context, self._plan.context, self._batch)
        self._adapters = Adapters(self._lib, self._model, self._context, self._header)
        self.recall = Recall(self._cache, self._identity)
        self._abort = _AbortFlag(self._api)
        self._api.llama_set_abort_callback(self._context, self._abort.callback, self._abort.data)

    def info(self) -> ModelInfo:
        return ModelInfo(
            name=self._name,
            architecture=self._header.architecture,
            parameters=self._header.parameters,
            context_length=self._plan.context,
            backend=self._backend,
            threads=self._threads,
            memory_bytes=int(psutil.Process().memory_info().rss),
            family=self._family,
        )

    def stamp(self) -> ModelStamp:
        """See `engine.protocols.TextGenerator.stamp`."""
        if not self._sha256:
            self._sha256 = sha256_of(self._path)
        machine = f"{self._backend}, {self._threads} threads, context {self._plan.context}"
        if self._plan.cache is not CacheType.F16:
            machine += f" in {self._plan.cache}"
        for one in self._adapters.used:
            machine += f", {one.path.stem} {sha256_of(one.path)[:16]} × {one.scale:g}"
        return ModelStamp(self._name, self._sha256, f"llama-cpp-python {self._lib.version}", machine)

    def adapt(self, adapters: Sequence[Adapter]) -> None:
        """Lay adapters over the model and no others; it is not loaded again.

        Raises `ModelMissing`, `ModelInvalid`.
        """
        if self._adapters.use(adapters):
            self._cache.clear()

    def compute_on(self, threads: int | None) -> None:
        """Compute on so many threads; None for as many as it was made with.

        What the context holds is void then: sums are parted among the threads, and rounded there.
        """
        wanted = threads or self._usual_threads
        if wanted != self._threads:
            self._api.llama_set_n_threads(self._context, wanted, wanted)
            self._threads = wanted
            self._cache.clear()

    def count_tokens(self, text: str) -> int:
        """Tokens of plain `text`, without template or special tokens."""
        return len(self._vocabulary.tokens(text))

    def prompt_tokens(self, messages: Sequence[Message]) -> list[int]:
        """The whole prompt as the model will see it."""
        return self._vocabulary.prompt(self._template.render(messages))

    def generate(
        self, messages: Sequence[Message], sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        """See `engine.protocols.TextGenerator.generate`."""
        prompt, end = self._fitting_prompt(messages, sampling)
        limit = min(self._generations.tokens(sampling, end), self._plan.context - len(prompt))
        seam = self._seam(messages)

        def prefill() -> tuple[int, bool]:
            if not sampling.repeatable:
                cached = self._cache.reuse(prompt, limit)
                return cached, self._cache.prefill(0, prompt[cached:], cancel)
            cached = self._cache.repeat(prompt, seam)
            self.recall.used(cached, seam)
            return cached, self._cache.prefill(0, prompt[cached:], cancel, seam)

        return self.generate_after(len(prompt), prefill, sampling, cancel, end)

    def generate_after(
        self,
        prompt_tokens: int,
        prefill: Callable[[], tuple[int, bool]],
        sampling: Sampling,
        cancel: CancelToken,
        end: str,
    ) -> Iterator[GenerationEvent]:
        """Generate after a prompt that `prefill` decodes into sequence 0 of the cache.

        It returns how many of the tokens were there already, and whether it came to the end. `end` is how
        the prompt ends, as the template wrote it.
        """
        began = time.perf_counter()
        generation = self._generations.begin(sampling, self._plan.context - prompt_tokens, end)
        with generation, self._abort.following(cancel):
            cached, prefilled = prefill()
            prefill_seconds = time.perf_counter() - began
            while prefilled and not cancel.cancelled:
                yield from generation.draw(self._context)
                if generation.ended or not self._cache.step([(0, generation.token)]):
                    break
            yield from generation.finish()
        yield GenerationDone(
            stop_reason=generation.stop_reason,
            prompt_tokens=prompt_tokens,
            cached_tokens=cached,
            generated_tokens=generation.count,
            prefill_seconds=prefill_seconds,
            generate_seconds=time.perf_counter() - began - prefill_seconds,
            thought_tokens=generation.thoughts,
        )

    def generate_together(
        self, prompts: Sequence[Sequence[Message]], samplings: Sequence[Sampling], cancel: CancelToken
    ) -> Iterator[tuple[int, GenerationEvent]]:
        """Events as they come, each with the place of its prompt: see `engine.llama.together`, and
        `engine.protocols.TextGenerator.generate_together` for what is raised.
        """
        jobs = []
        for place, (messages, sampling) in enumerate(zip(prompts, samplings, strict=True)):
            prompt, end = self._fitting_prompt(messages, sampling)
            tokens = min(self._generations.tokens(sampling, end), self._plan.context - len(prompt))
            jobs.append(Job(place, prompt, sampling, end, tokens))
        together = Together(self._generations, self._context, self._cache)
        with self._abort.following(cancel):
            yield from together.write(jobs, cancel)

    def log_likelihoods(
        self, before: str, texts: Sequence[str], cancel: CancelToken
    ) -> Iterator[tuple[int, float]]:
        """Each text's place with the log of its chance, as they come: see `engine.llama.likelihood`, and
        `engine.protocols.LikelihoodScorer` for what is raised.
        """
        likelihood = Likelihood(self._lib, self._vocabulary, self._context, self._cache, self._rows)
        with self._abort.following(cancel):
            yield from likelihood.score(before, texts, cancel)

    def close(self) -> None:
        """Free the model; using it afterwards is an error."""
        if self._context:
            self._api.llama_free(self._context)
        if self._model:
            self._api.llama_model_free(self._model)
        self._context = self._model = self._cache = None

    def wanted(self, messages: Sequence[Message]) -> tuple[list[str], Kept | None]:
        """See `engine.llama.recalling.Recall.wanted`."""
        return self.recall.wanted(self.prompt_tokens(messages), self._seam(messages))

    def _seam(self, messages: Sequence[Message]) -> int:
        """Tokens up to the first text that is not the system's: they are the same whatever is asked. 0 for
        few, which are not worth a batch of their own.
        """
        count = len(self._vocabulary.prompt(fixed_part(self._template.render(messages), messages)))
        return count if count >= _LEAST_SEAM else 0

    def _identity(self) -> str:
        """Everything beside the tokens that the bytes of a context's state follow from."""
        files = [fingerprint(path) for path in parts_of(self._path).paths]
        loras = [[fingerprint(one.path), one.scale] for one in self._adapters.used]
        plan = [self._plan.context, str(self._plan.cache), self._batch, self._cache.sequences]
        run = [self._backend, self._threads, self._lib.version, platform.machine()]
        return json.dumps([files, loras, plan, run, sorted(processor_flags())])

    def _fitting_prompt(self, messages: Sequence[Message], sampling: Sampling) -> tuple[list[int], str]:
        """The prompt's tokens, and how it ends as the template wrote it."""
        pieces = self._template.render(messages)
        prompt = self._vocabulary.prompt(pieces)
        self._check_fits(len(prompt), sampling)
        return prompt, prompt_end(pieces)

    def _check_fits(self, prompt_tokens: int, sampling: Sampling) -> None:
        room = self._plan.context - prompt_tokens
        if room < min(_ROOM_FOR_ANSWER, sampling.max_tokens) or not prompt_tokens:
            raise ContextFull(prompt_tokens=prompt_tokens, context_length=self._plan.context)

    def _fitting(self, wanted: int | None, *, weights_in_memory: bool) -> Plan:
        return fitting(
            self._header,
            wanted,
            available_memory(),
            self._name,
            batch=self._batch,
            weights_in_memory=weights_in_memory,
            further_bytes=self._companion_bytes,
        )

    def _layers(self, asked: int) -> int:
        """How many layers a graphics card is given: as many as it takes, where nobody asked for a number."""
        free = self._lib.gpu_memory() if asked < 0 else 0
        return layers_on_gpu(self._header, self._plan.context, free, self._plan.cache) if free else asked

    def _load(self, gpu_layers: int, cancel: CancelToken) -> None:
        """Load weights and context; where the GPU cannot take them, on the processor."""
        self._lib.log.clear()
        self._model = self._load_weights(gpu_layers, cancel)
        self._context = self._new_context()
        if self._context:
            return
        self.close()
        if gpu_layers != 0:
            self._plan = self._fitting(self._plan.context, weights_in_memory=True)
            self._load(0, cancel)
            return
        raise ModelDoesNotFit(
            model=self._name,
            needed=self._plan.need.least + self._companion_bytes,
            available=available_memory(),
        )

    def _load_weights(self, gpu_layers: int, cancel: CancelToken) -> Any:
        params = self._api.llama_model_default_params()
        params.n_gpu_layers = gpu_layers
        if gpu_layers == 0:
            # Without a card in sight: else llama.cpp sends it long prompts all the same.
            self._no_card = (ctypes.c_void_p * 1)(None)
            params.devices = ctypes.cast(self._no_card, ctypes.c_void_p)
        params.load_mode = self._api.LLAMA_LOAD_MODE_MMAP
        progress = self._api.llama_progress_callback(lambda _done, _data: not cancel.cancelled)
        params.progress_callback = progress
        model = self._api.llama_model_load_from_file(str(self._path).encode("utf-8"), params)
        if model:
            return model
        cancel.raise_if_cancelled()
        if gpu_layers != 0:
            return self._load_weights(0, cancel)
        raise ModelInvalid(path=str(self._path), detail=self._lib.log.first_error or "cannot be loaded")

    def _new_context(self) -> Any:
        params = self._api.llama_context_default_params()
        params.n_ctx = self._plan.context
        params.n_batch = params.n_ubatch = self._batch
        params.type_k = params.type_v = getattr(self._api, _TYPES[self._plan.cache])
        params.n_seq_max = self._sequences()
        params.kv_unified = True  # one sequence alone may fill the whole context
        # Logits of few tokens at a time, not of a whole batch: 270 MB less for a 150k vocabulary.
        params.n_outputs_max = max(self._rows, params.n_seq_max)
        params.n_threads = params.n_threads_batch = self._threads
        params.flash_attn_type = self._api.LLAMA_FLASH_ATTN_TYPE_AUTO
        params.no_perf = True
        return self._api.llama_init_from_model(self._model, params)

    def _sequences(self) -> int:
        """How many at once; a recurrent state would be whole for each, and cannot be cut in part."""
        recurrent = self._api.llama_model_is_recurrent(self._model)
        return 1 if recurrent or self._api.llama_model_is_hybrid(self._model) else SEQUENCES


class _AbortFlag:
    """Lets llama.cpp stop in the middle of a decode without asking Python.

    Its abort callback is called at every node of the graph. A Python callback would take the
    interpreter lock each time, some percent of a token; C's `strlen` over a two-byte buffer gives
    false for an empty string and true once its first byte is set.
    """

    def __init__(self, api: Any) -> None:
        self._text = ctypes.create_string_buffer(2)
        # Windows has no libc to ask for; its C runtime carries the same function.
        self._libc = ctypes.CDLL("msvcrt" if sys.platform == "win32" else None)
        self.callback = ctypes.cast(self._libc.strlen, api.ggml_abort_callback)
        self.data = ctypes.cast(self._text, ctypes.c_void_p)

    @contextmanager
    def following(self, cancel: CancelToken) -> Iterator[None]:
        """Set with `cancel`, clear again at the end."""
        withdraw = cancel.on_cancel(self._set)
        try:
            yield
        finally:
            withdraw()
            self._text[0] = b"\0"

    def _set(self) -> None:
        self._text[0] = b"\1"
