"""The database's process: serves `engine.querying.querier`.

`query` (sql, most, tables: names and columns' names and kinds), the cells of each table as a blob of JSON,
a list a column: one frame, header {"names", "kinds", "more"}, its rows as a blob of JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

from engine.cancel import CancelToken
from engine.querying.database import answered
from engine.querying.tables import Column, Kind, Table
from engine.workers.frames import Frame, Json


def build(_config: Mapping[str, Json]) -> QueryHandler:
    """The factory `engine.workers.child` calls."""
    return QueryHandler()


class QueryHandler:
    def handle(
        self, _method: str, params: Mapping[str, Json], blobs: tuple[bytes, ...], cancel: CancelToken
    ) -> Iterator[Frame]:
        """Answer `query`; see the module."""
        told = cast("list[dict[str, Any]]", params["tables"])
        tables = [_table(one, json.loads(blob)) for one, blob in zip(told, blobs, strict=True)]
        result = answered(tables, str(params["sql"]), cast("int", params["most"]), cancel)
        header: dict[str, Json] = {
            "names": list(result.names),
            "kinds": [one.value for one in result.kinds],
            "more": result.more,
        }
        yield Frame(header, (json.dumps(result.rows).encode(),))


def _table(told: Mapping[str, Any], cells: list[list[str | None]]) -> Table:
    columns = [Column(name, Kind(kind), of) for (name, kind), of in zip(told["columns"], cells, strict=True)]
    return Table(told["name"], columns)
