"""The parts of the program that recipes work with; the services are one."""

from __future__ import annotations

from typing import Protocol

from app.library.library import Library
from app.redacting.redacting import Redacting
from app.runs.classifications import Classifications
from app.runs.contradictions import Contradictions
from app.runs.drafts import Drafts
from app.runs.extractions import Extractions
from app.runs.moderations import Moderations
from app.runs.playbooks import Playbooks
from app.runs.runs import Runs
from app.runs.second_looks import SecondLooks
from app.runs.summaries import Summaries
from app.runs.surveys import Surveys
from app.scheduler import Scheduler
from app.security.auditing import Audit
from app.tagging.tagging import Tagging
from rag.reading.reader import DocumentReader
from rag.storing.vault import Vault


class Parts(Protocol):
    """Built before recipes are done."""

    @property
    def vault(self) -> Vault: ...

    @property
    def library(self) -> Library: ...

    @property
    def reader(self) -> DocumentReader: ...

    @property
    def scheduler(self) -> Scheduler: ...

    @property
    def audit(self) -> Audit: ...

    @property
    def tagging(self) -> Tagging: ...

    @property
    def redacting(self) -> Redacting: ...

    @property
    def runs(self) -> Runs: ...

    @property
    def summaries(self) -> Summaries: ...

    @property
    def surveys(self) -> Surveys: ...

    @property
    def extractions(self) -> Extractions: ...

    @property
    def classifications(self) -> Classifications: ...

    @property
    def contradictions(self) -> Contradictions: ...

    @property
    def moderations(self) -> Moderations: ...

    @property
    def playbooks(self) -> Playbooks: ...

    @property
    def drafts(self) -> Drafts: ...

    @property
    def second_looks(self) -> SecondLooks: ...
