"""The Model Context Protocol over standard input and output, by its official library; no socket is opened."""

from __future__ import annotations

import json
import logging
import threading
from typing import TYPE_CHECKING, Any

from app.outward.tools import answer, offered
from app.program import version
from app.words.catalogue import say
from app.words.messages import notice_for
from engine.errors import Fault, UnknownFault

if TYPE_CHECKING:
    from app.services import Services

_NAME = "confidant"

_log = logging.getLogger(__name__)


def serve(services: Services) -> None:
    """Answer one program until it closes our standard input."""
    import anyio
    import mcp_types as types
    from mcp.server.lowlevel import Server
    from mcp.server.stdio import stdio_server

    turn = threading.Lock()  # one request at a time, as one person would ask

    async def list_tools(_context: Any, _params: Any) -> types.ListToolsResult:
        tools = [
            types.Tool(
                name=one.name,
                description=one.about,
                input_schema=dict(one.schema),
                annotations=types.ToolAnnotations(read_only_hint=True, open_world_hint=False),
            )
            for one in offered()
        ]
        return types.ListToolsResult(tools=tools)

    async def call_tool(_context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        def answered() -> tuple[str, bool]:
            with turn:
                return _said(services, params.name, params.arguments or {})

        text, failed = await anyio.to_thread.run_sync(answered)
        return types.CallToolResult(content=[types.TextContent(type="text", text=text)], is_error=failed)

    server: Server[Any] = Server(
        _NAME,
        version=version(),
        instructions=say("outward.instructions"),
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )

    async def run() -> None:
        async with stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    anyio.run(run)


def _said(services: Services, name: str, arguments: dict[str, Any]) -> tuple[str, bool]:
    """What a tool gives as JSON; what went wrong, in words, and that it did."""
    try:
        return json.dumps(answer(services, name, arguments), ensure_ascii=False), False
    except Fault as fault:
        wrong = fault
    except Exception as failure:  # the boundary: what nobody foresaw ends no session
        _log.error("A request of another program failed", exc_info=failure)
        wrong = UnknownFault(detail=type(failure).__name__)
    notice = notice_for(wrong.code, wrong.facts)
    return f"{notice.sentence} {notice.remedy}", True
