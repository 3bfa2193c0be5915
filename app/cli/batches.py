"""A batch goes on: what fails in one of its rows is told in that row."""

from __future__ import annotations

import logging

from engine.errors import Cancelled, ContextFull, EngineError, Fault, UnknownFault, WorkerError
from rag.errors import VaultError

_log = logging.getLogger(__name__)


def fault_of_row(failure: Exception) -> Fault:
    """What a row says of its failure, also of one that nobody foresaw.

    Raises `failure` again where no other row could do better: stopped, no reader, no model, no vault.
    """
    if isinstance(failure, WorkerError | ContextFull):
        return failure
    if isinstance(failure, Cancelled | BrokenPipeError | EngineError | VaultError):
        raise failure
    if isinstance(failure, Fault):
        return failure
    _log.error("A row of a batch failed", exc_info=failure)
    return UnknownFault(detail=type(failure).__name__)
