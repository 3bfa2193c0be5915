"""Templates of group policies (ADMX, ADML) for what an administrator can set: values below
HKEY_LOCAL_MACHINE\\Software\\Policies\\Confidant, as `app.organisation` reads them. Run with the packages of
the set-up: `python -m windows.policy FOLDER`.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from app.organisation.reading import REGISTRY_KEY
from app.organisation.rules import Key

WORDS = Path(__file__).with_name("policy.toml")
ADMX, ADML = "Confidant.admx", "en-US/Confidant.adml"
_SCHEMA = 'xmlns="http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions" schemaVersion="1.0"'
_SPACE = "Confidant.Policies"
# Of each key, what it is there: a list of words, a switch, or a number between two.
_LIST, _SWITCH = "list", "switch"
KINDS: dict[Key, str | tuple[int, int]] = {
    Key.ALLOWED_MODELS: _LIST,
    Key.FETCH_MODELS: _SWITCH,
    Key.KEYRING_REQUIRED: _SWITCH,
    Key.AUDIT_WORDS: _SWITCH,
    Key.RECORD_SOUND: _SWITCH,
    Key.LOCK_AFTER_MINUTES: (5, 1440),
}


def definitions() -> str:
    """The ADMX: which policies there are, and the values that each writes."""
    policies = "\n".join(_policy(key) for key in KINDS)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<policyDefinitions {_SCHEMA} revision="1.0">
  <policyNamespaces><target prefix="confidant" namespace="{_SPACE}"/></policyNamespaces>
  <resources minRequiredRevision="1.0"/>
  <supportedOn><definitions>
    <definition name="supported" displayName="$(string.supported)"/>
  </definitions></supportedOn>
  <categories><category name="confidant" displayName="$(string.confidant)"/></categories>
  <policies>
{policies}
  </policies>
</policyDefinitions>
"""


def words() -> str:
    """The ADML: what the editor of policies says of them, in English."""
    texts = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    lines = [_string("confidant", "Confidant"), _string("supported", "Confidant 0.1 or newer")]
    boxes = []
    for key, kind in KINDS.items():
        name = _name(key)
        lines += [_string(name, texts[key]["name"]), _string(f"{name}_about", texts[key]["about"])]
        if kind == _LIST:
            field = f'<multiTextBox refId="{name}"/>'
        elif kind != _SWITCH:
            field = f'<decimalTextBox refId="{name}">{escape(texts[key]["field"])}</decimalTextBox>'
        else:
            continue
        boxes.append(f'      <presentation id="{name}">{field}</presentation>')
    strings, presentations = "\n".join(lines), "\n".join(boxes)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<policyDefinitionResources {_SCHEMA} revision="1.0">
  <displayName>Confidant</displayName>
  <description>What is set for everybody on a computer.</description>
  <resources>
    <stringTable>
{strings}
    </stringTable>
    <presentationTable>
{presentations}
    </presentationTable>
  </resources>
</policyDefinitionResources>
"""


def write(folder: Path) -> None:
    """Both, as they are laid into PolicyDefinitions."""
    for name, text in ((ADMX, definitions()), (ADML, words())):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def _policy(key: Key) -> str:
    name = _name(key)
    told = [f'name="{name}" class="Machine" key={quoteattr(REGISTRY_KEY)}']
    told.append(f'displayName="$(string.{name})" explainText="$(string.{name}_about)"')
    told.append(f'valueName="{key}"' if KINDS[key] == _SWITCH else f'presentation="$(presentation.{name})"')
    inner = f'<parentCategory ref="confidant"/><supportedOn ref="supported"/>{_value(key)}'
    return f"    <policy {' '.join(told)}>{inner}</policy>"


def _value(key: Key) -> str:
    kind = KINDS[key]
    if isinstance(kind, tuple):
        limits = f'minValue="{kind[0]}" maxValue="{kind[1]}" required="true"'
        return f'<elements><decimal id="{_name(key)}" valueName="{key}" {limits}/></elements>'
    if kind == _LIST:
        return f'<elements><multiText id="{_name(key)}" valueName="{key}" required="true"/></elements>'
    on, off = ('<decimal value="1"/>', '<decimal value="0"/>')
    return f"<enabledValue>{on}</enabledValue><disabledValue>{off}</disabledValue>"


def _name(key: Key) -> str:
    """As such files name things: without the hyphens of keys."""
    return key.replace("-", "_")


def _string(name: str, text: str) -> str:
    return f'      <string id="{name}">{escape(text)}</string>'


if __name__ == "__main__":
    write(Path(sys.argv[1]))
