"""What asks tables in SQL, as the rest of the program sees it: tables and a query in, rows out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import cast

from engine.cancel import CancelToken
from engine.querying.tables import Kind, Result, Table
from engine.workers.confining import Work
from engine.workers.frames import Json
from engine.workers.runtime import Runtime
from engine.workers.worker import Limits, WorkerSpec

MOST_ROWS = 10_000
_REST_SECONDS = 60.0
_LIMITS = Limits(memory_bytes=1 << 30, idle_seconds=60.0, wall_seconds=60.0, output_bytes=64 << 20)


class QuerierProcess(Runtime):
    """DuckDB in a process that has no file of anybody's; each query gets a database of its own, which goes
    with it. Thread-safe; a second caller waits.
    """

    def __init__(self) -> None:
        super().__init__(
            WorkerSpec(
                name="querier",
                target="engine.querying.worker:build",
                limits=_LIMITS,
                work=Work.COMPUTING,
                rest_seconds=_REST_SECONDS,
            )
        )

    def query(self, tables: Sequence[Table], sql: str, cancel: CancelToken, most: int = MOST_ROWS) -> Result:
        """At most so many rows of one SELECT over `tables`.

        Raises `QueryInvalid` (also for anything that is no SELECT), `QueryTooLong`, `WorkerError`,
        `Cancelled`.
        """
        params: dict[str, Json] = {
            "sql": sql,
            "most": most,
            "tables": [
                {"name": table.name, "columns": [[one.name, one.kind.value] for one in table.columns]}
                for table in tables
            ],
        }
        blobs = tuple(json.dumps([list(one.cells) for one in table.columns]).encode() for table in tables)
        frame = self._worker.call("query", params, blobs, cancel)
        return Result(
            cast("list[str]", frame.header["names"]),
            [Kind(str(one)) for one in cast("list[str]", frame.header["kinds"])],
            cast("list[list[Json]]", json.loads(frame.blobs[0])),
            bool(frame.header["more"]),
        )
