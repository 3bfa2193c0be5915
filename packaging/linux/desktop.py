"""What a desktop and a shell are told of the program: its entry in the menu, its page in software centres,
its manual page, and the completion of its commands.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

ID = "org.confidant.Confidant"
NAME, SUMMARY = "Confidant", "Ask your documents, on this computer alone"
_WHAT = (
    "Confidant is a private desktop assistant that reads your documents and never goes online. Drop a "
    "regulation, a contract or a folder on its window, ask in your own words, and read an answer in which "
    "every sentence opens the page it came from, with the passage marked."
)
_WHERE = (
    "The language model, the search and the encrypted library all run on this computer: no page leaves the "
    "room. Models are installed beside the program, or copied from a stick."
)
ABOUT = (_WHAT, _WHERE)


def entry(types: Sequence[str]) -> str:
    """The desktop entry, by which files of these types are opened with it (freedesktop.org, Desktop Entry
    Specification 1.4).
    """
    return f"""[Desktop Entry]
Type=Application
Version=1.4
Name={NAME}
GenericName=Document assistant
GenericName[de]=Assistent für Dokumente
GenericName[es]=Asistente de documentos
GenericName[fr]=Assistant de documents
GenericName[it]=Assistente per documenti
Comment={SUMMARY}
Comment[de]=Fragen an Ihre Dokumente, nur auf diesem Rechner
Comment[es]=Pregunte a sus documentos, solo en este equipo
Comment[fr]=Interrogez vos documents, sur cet ordinateur seul
Comment[it]=Interroghi i suoi documenti, solo su questo computer
Exec=confidant %F
Icon={ID}
Terminal=false
MimeType={"".join(f"{one};" for one in types)}
Categories=Office;Qt;
Keywords=documents;search;summary;assistant;private;offline;
StartupNotify=true
StartupWMClass=Confidant
"""


def metainfo(types: Sequence[str], version: str, moment: int) -> str:
    """For software centres (freedesktop.org, AppStream)."""
    day = dt.datetime.fromtimestamp(moment, dt.UTC).date().isoformat()
    media = "".join(f"<mediatype>{escape(one)}</mediatype>" for one in types)
    paragraphs = "\n".join(f"    <p>{escape(text)}</p>" for text in ABOUT)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<component type="desktop-application">
  <id>{ID}</id>
  <metadata_license>CC0-1.0</metadata_license>
  <project_license>Apache-2.0</project_license>
  <name>{NAME}</name>
  <summary>{SUMMARY}</summary>
  <developer id="org.confidant"><name>Confidant</name></developer>
  <description>
{paragraphs}
  </description>
  <launchable type="desktop-id">{ID}.desktop</launchable>
  <categories><category>Office</category></categories>
  <provides><binary>confidant</binary>{media}</provides>
  <content_rating type="oars-1.1"/>
  <releases><release version="{escape(version)}" date="{day}"/></releases>
</component>
"""


def manual(grammar: dict[str, Any], version: str, moment: int) -> str:
    """The manual page, in man(7)."""
    day = dt.datetime.fromtimestamp(moment, dt.UTC).date().isoformat()
    lines = [f'.TH CONFIDANT 1 "{day}" "confidant {version}" "User commands"', ".SH NAME"]
    lines += [f"confidant \\- {_troff(SUMMARY)}", ".SH SYNOPSIS", ".B confidant"]
    lines += ["[\\fIoptions\\fR] [\\fIcommand\\fR | \\fIfile\\fR ...]", ".SH DESCRIPTION"]
    for text in ABOUT:
        lines += [".PP", _troff(text)]
    lines += [
        ".PP",
        "Without a command it opens the window, or a chat where there is no display, and adds the files that",
        "are named; a window that is open takes them.",
        ".SH OPTIONS",
    ]
    for option in grammar["options"]:
        names = ", ".join(f"\\fB{_troff(name)}\\fR" for name in option["names"].split())
        value = f" \\fI{_troff(option['value'])}\\fR" if option["value"] else ""
        lines += [".TP", names + value, _troff(option["about"])]
    lines += [".SH COMMANDS", "\\fBconfidant\\fR \\fIcommand\\fR \\fB\\-\\-help\\fR tells what each takes."]
    for name, below in grammar["commands"].items():
        lines += [".TP", f"\\fB{_troff(name)}\\fR", _troff(below["about"])]
    lines += [".SH EXIT STATUS", "0 done, 1 refused with a message, 2 wrong usage, 130 stopped by Ctrl\\-C."]
    lines += [".SH FILES", ".TP", "\\fI~/.local/share/Confidant\\fR", "The library and its settings."]
    lines += [".TP", "\\fI/usr/share/confidant/models\\fR", "Models for everybody who uses this computer."]
    return "\n".join(lines) + "\n"


def bash(grammar: dict[str, Any]) -> str:
    """Completion for bash: a command, then its own commands, options and files."""
    cases = "\n".join(
        f"    {name}) words='{' '.join(_words(below))}' ;;" for name, below in grammar["commands"].items()
    )
    return f"""# bash completion for confidant
_confidant() {{
  local current="${{COMP_WORDS[COMP_CWORD]}}" words='{" ".join(_words(grammar))}' word
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    case "$word" in
{cases}
    esac
  done
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}}
complete -o default -o bashdefault -F _confidant confidant
"""


def zsh(grammar: dict[str, Any]) -> str:
    """Completion for zsh, with what each command does."""
    commands = "\n".join(
        f"    {_quoted(name + ':' + below['about'])}" for name, below in grammar["commands"].items()
    )
    cases = "\n".join(
        f"    {name}) compadd -- {' '.join(_words(below))}; _files ;;"
        for name, below in grammar["commands"].items()
    )
    return f"""#compdef confidant
local -a commands
commands=(
{commands}
)
if (( CURRENT == 2 )); then
  _describe command commands
  compadd -- {" ".join(_options(grammar))}
else
  case "$words[2]" in
{cases}
    *) _files ;;
  esac
fi
"""


def fish(grammar: dict[str, Any]) -> str:
    """Completion for fish, with what each command and option does."""
    lines = ["# fish completion for confidant"]
    for name, below in grammar["commands"].items():
        lines.append(f"complete -c confidant -n __fish_use_subcommand -a {name} -d {_quoted(below['about'])}")
        seen = f"-n '__fish_seen_subcommand_from {name}'"
        lines += [f"complete -c confidant {seen} -a {own}" for own in below["commands"]]
        for option in below["options"]:
            lines += [
                f"complete -c confidant {seen} -l {long[2:]} -d {_quoted(option['about'])}"
                for long in option["names"].split()
                if long.startswith("--")
            ]
    return "\n".join(lines) + "\n"


def _words(grammar: dict[str, Any]) -> list[str]:
    return [*grammar["commands"], *_options(grammar)]


def _options(grammar: dict[str, Any]) -> list[str]:
    return [
        name for option in grammar["options"] for name in option["names"].split() if name.startswith("--")
    ]


def _quoted(text: str) -> str:
    return "'" + re.sub(r"\s+", " ", text).replace("'", "’") + "'"


def _troff(text: str) -> str:
    """Plain text as troff takes it: its signs are said, and no line begins with one of its requests."""
    plain = re.sub(r"\s+", " ", text).replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{plain}" if plain[:1] in (".", "'") else plain
