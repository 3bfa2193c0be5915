"""Everything the product can refuse, at its root, and the engine's own branch.

    Fault                         a known failure: a stable code and facts, never a sentence
    ├── Cancelled                 the user asked to stop; no error
    ├── EngineError
    │   ├── WorkerError
    │   │   ├── WorkerDied        reason, exit_code, detail
    │   │   └── ProtocolBroken    a frame that is too large or cannot be read
    │   ├── ModelError
    │   │   ├── ModelMissing      model
    │   │   ├── ModelInvalid      path, detail (cut short, not a GGUF, unknown architecture)
    │   │   ├── ModelDoesNotFit   needed, available (bytes)
    │   │   ├── ContextFull       prompt_tokens, context_length
    │   │   ├── OnlyThoughts      no facts: the model thought and said nothing
    │   │   ├── ProjectorMismatch model, path (made for another model, or not for pictures)
    │   │   └── PictureInvalid    width, height, detail
    │   ├── ProvisionError
    │   │   ├── NotFetched
    │   │   │   ├── SourcesExhausted  model, detail (what each source answered)
    │   │   │   ├── ModelGated        model, detail, page: for those who accepted its terms there
    │   │   │   ├── HubAway           model, detail: nobody answers, and no other source has it
    │   │   │   └── PinnedOtherwise   model, file, pinned, declared: not the bytes that were pinned
    │   │   ├── ChecksumMismatch  path, expected, actual
    │   │   ├── DiskFull          path, needed, available
    │   │   ├── NotAModel         path, detail or kind
    │   │   ├── ModelPresent      model
    │   │   ├── ModelsUnwritable  path, detail
    │   │   └── StickRefused      path, kind (manifest, newer, empty, missing, bytes, signature, key)
    │   ├── RemoteError           a server on the private network: an engine, collections; all have host
    │   │   ├── RemoteNotAllowed  detail (address, no-tls, url, no-address, fingerprint, changed, system)
    │   │   ├── RemoteUnreachable detail
    │   │   ├── RemoteUntrusted   expected, actual: another certificate than the one that is known
    │   │   ├── RemoteRefused     status: it wants another key
    │   │   ├── RemoteModelMissing  model
    │   │   ├── RemoteBusy        status
    │   │   ├── RemoteFailed      status
    │   │   ├── RemoteCut         detail: its answer broke off, or it fell silent
    │   │   ├── RemoteNonsense    detail
    │   │   ├── RemoteUnable      detail: something that it cannot do
    │   │   ├── RemoteCollectionMissing  collection
    │   │   ├── RemoteNameTaken   collection: there is one of that name, and it is not ours
    │   │   ├── RemoteOtherDimension  collection, ours: its vectors have another length
    │   │   └── RemoteOtherModel  collection, theirs, ours, detail (unknown, other, vectors)
    │   ├── QueryError            a query of tables
    │   │   ├── QueryInvalid      detail (what the database says; select: it is anything else)
    │   │   └── QueryTooLong      seconds
    │   ├── ProcessorTooOld       processor, lacking (flags, by the kernel's names)
    │   ├── NoSoundDevice         kind (speaker, microphone): there is none, or it was pulled out
    │   ├── NoVoice               language (ISO 639-1): no voice here speaks it
    │   ├── PartMissing           part (speech): a packaged program without a package that goes with it
    │   └── NetworkBlocked        address: code in a sealed process tried to open a socket
    └── (rag.errors, app.errors)  the branches of the other packages

A fault crosses a process boundary as its code and facts and is rebuilt by `fault_from`; only
`app/words/messages.py` turns one into a sentence and a remedy.
"""

from __future__ import annotations

from typing import ClassVar

Fact = str | int | float | bool | None


class Fault(Exception):
    """A known failure. `code` names its kind for ever; `facts` are what a message needs."""

    code: ClassVar[str] = "fault"

    def __init__(self, /, **facts: Fact) -> None:
        self.facts = facts
        super().__init__(self.code, facts)

    def __str__(self) -> str:
        listed = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({listed})"


class UnknownFault(Fault):
    """A fault of a kind this process does not know, sent by another process."""

    code = "unknown"


class Cancelled(Fault):
    """The user asked to stop."""

    code = "cancelled"


class EngineError(Fault):
    code = "engine"


class WorkerError(EngineError):
    code = "worker"


class WorkerDied(WorkerError):
    """The child process ended. Facts: reason (see `engine.types.DeathReason`), exit_code, detail."""

    code = "worker-died"


class ProtocolBroken(WorkerError):
    """A frame was longer than allowed or could not be read. Facts: detail."""

    code = "protocol-broken"


class ModelError(EngineError):
    code = "model"


class ModelMissing(ModelError):
    """Facts: model (catalogue id), why ("unlisted": no catalogue has it)."""

    code = "model-missing"


class ModelInvalid(ModelError):
    """Facts: path, detail."""

    code = "model-invalid"


class ModelDoesNotFit(ModelError):
    """Facts: model, needed, available (bytes); where they are known, what would fit: `largest` (bytes of a
    file), `quantisation` (its form), `context` (tokens) with `cache` (their type), `instead` (another model,
    of a machine that never carries this one).
    """

    code = "model-does-not-fit"


class ContextFull(ModelError):
    """Facts: prompt_tokens, context_length."""

    code = "context-full"


class OnlyThoughts(ModelError):
    """A model that thinks ended, or had no tokens left, without having said anything. No facts."""

    code = "only-thoughts"


class ProjectorMismatch(ModelError):
    """A vision model's second file does not belong to it. Facts: model, path."""

    code = "projector-mismatch"


class PictureInvalid(ModelError):
    """A picture that cannot be shown to a model. Facts: width, height, detail."""

    code = "picture-invalid"


class ProvisionError(EngineError):
    code = "provision"


class NotFetched(ProvisionError):
    """No source gave a model."""

    code = "not-fetched"


class SourcesExhausted(NotFetched):
    """Facts: model, detail."""

    code = "sources-exhausted"


class ModelGated(NotFetched):
    """The hub gives it only to those who accepted its terms there. Facts: model, detail, page."""

    code = "model-gated"


class HubAway(NotFetched):
    """The hub cannot be reached, and no other source has the model. Facts: model, detail."""

    code = "hub-away"


class PinnedOtherwise(NotFetched):
    """The hub declares other bytes than those that are pinned. Facts: model, file, pinned, declared."""

    code = "pinned-otherwise"


class ChecksumMismatch(ProvisionError):
    """Facts: path, expected, actual."""

    code = "checksum-mismatch"


class DiskFull(ProvisionError):
    """Facts: path, needed, available (bytes; available may be None)."""

    code = "disk-full"


class NotAModel(ProvisionError):
    """A file or folder that is no model that can be used. Facts: path, and detail or kind (a `GgufKind`, or
    "parts"); of an unknown kind architecture, of missing parts parts (how many) and missing (their numbers).
    """

    code = "not-a-model"


class ModelPresent(ProvisionError):
    """A model of this name is in the models folder already. Facts: model."""

    code = "model-present"


class ModelsUnwritable(ProvisionError):
    """The models folder cannot be written. Facts: path, detail."""

    code = "models-unwritable"


class StickRefused(ProvisionError):
    """A stick whose bytes or whose signature do not fit. Facts: path (of a file where it is about one), kind:
    manifest (none that can be read), newer (of a later form), empty (no model), missing, bytes, signature,
    key (signed by somebody else), some (one model does not fit; `others` were taken).
    """

    code = "stick-refused"


class RemoteError(EngineError):
    """A server on the private network cannot be used, or did not answer as it should. Facts: host."""

    code = "remote"


class RemoteNotAllowed(RemoteError):
    """A place that no server may be at. Facts: host, detail."""

    code = "remote-not-allowed"


class RemoteUnreachable(RemoteError):
    """Facts: host, detail."""

    code = "remote-unreachable"


class RemoteUntrusted(RemoteError):
    """It has another certificate than the one that is known. Facts: host, expected, actual (SHA-256)."""

    code = "remote-untrusted"


class RemoteRefused(RemoteError):
    """Facts: host, status (of HTTP)."""

    code = "remote-refused"


class RemoteModelMissing(RemoteError):
    """Facts: host, model."""

    code = "remote-model-missing"


class RemoteBusy(RemoteError):
    """Facts: host, status."""

    code = "remote-busy"


class RemoteFailed(RemoteError):
    """Facts: host, status."""

    code = "remote-failed"


class RemoteCut(RemoteError):
    """Facts: host, detail."""

    code = "remote-cut"


class RemoteNonsense(RemoteError):
    """Facts: host, detail."""

    code = "remote-nonsense"


class RemoteUnable(RemoteError):
    """Facts: host, detail."""

    code = "remote-unable"


class RemoteCollectionMissing(RemoteError):
    """A shared collection that is not there, or no longer. Facts: host, collection."""

    code = "remote-collection-missing"


class RemoteNameTaken(RemoteError):
    """There is a collection of that name which this library did not publish. Facts: host, collection."""

    code = "remote-name-taken"


class RemoteOtherDimension(RemoteError):
    """Facts: host, collection, ours: how many numbers a vector of ours has."""

    code = "remote-other-dimension"


class RemoteOtherModel(RemoteError):
    """Vectors of another model than ours, with which nothing can be found. Facts: host, collection, ours,
    theirs (as its metadata say), detail: "unknown" where they say nothing, "other", or "vectors" where they
    say the same and the vectors show otherwise.
    """

    code = "remote-other-model"


class QueryError(EngineError):
    code = "query"


class QueryInvalid(QueryError):
    """Facts: detail, what the database says of it; "select" where it is anything but one SELECT."""

    code = "query-invalid"


class QueryTooLong(QueryError):
    """Facts: seconds that it was given."""

    code = "query-too-long"


class ProcessorTooOld(EngineError):
    """Facts: processor, its name; lacking, what it cannot do, by the kernel's names of it."""

    code = "processor-too-old"


class NoSoundDevice(EngineError):
    """Nothing can be heard here, or nothing said. Facts: kind (speaker, microphone)."""

    code = "no-sound-device"


class NoVoice(EngineError):
    """No voice speaks a language. Facts: language (ISO 639-1)."""

    code = "no-voice"


class PartMissing(EngineError):
    """A packaged program was installed without a package that goes with it. Facts: part (speech)."""

    code = "part-missing"


class NetworkBlocked(EngineError):
    """Facts: address."""

    code = "network-blocked"


def fault_from(code: str, facts: dict[str, Fact]) -> Fault:
    """Rebuild a fault that another process sent.

    A code no class here claims gives `UnknownFault` with that code among its facts, so nothing a
    child says is lost.
    """
    pending: list[type[Fault]] = [Fault]
    while pending:
        kind = pending.pop()
        if kind.code == code:
            return kind(**facts)
        pending.extend(kind.__subclasses__())
    return UnknownFault(**(facts | {"sent_code": code}))
