"""Which desks the window has."""

from __future__ import annotations

from ui.activity.desk import ActivityDesk
from ui.beginning.desk import BeginningDesk
from ui.chat.aloud_desk import AloudDesk
from ui.chat.desk import ChatDesk
from ui.chat.dictating_desk import DictatingDesk
from ui.chat.hands_free_desk import HandsFreeDesk
from ui.collecting.desk import CollectingDesk
from ui.drafting.desk import DraftDesk
from ui.forecasting.desk import ForecastDesk
from ui.library.desk import LibraryDesk
from ui.library.folder_desk import FolderDesk
from ui.library.search_desk import SearchDesk
from ui.matters.desk import MatterDesk
from ui.models.desk import ModelDesk
from ui.noting.desk import NotesDesk
from ui.options.desk import OptionsDesk
from ui.parts.desk import Desk
from ui.playing.desk import PlayingDesk
from ui.playing.naming_desk import NamingDesk
from ui.playing.summary_desk import SummaryDesk
from ui.reader.desk import ReaderDesk
from ui.recipes.desk import RecipeDesk
from ui.recording.desk import RecordingDesk
from ui.redacting.desk import RedactDesk
from ui.runs.desk import RunDesk
from ui.scans.desk import ScanDesk
from ui.scoping.desk import ScopeDesk
from ui.sharing.desk import SharingDesk
from ui.tagging.desk import TagDesk

# In the order in which they are asked; Escape ends dictation and a voice before it stops an answer, and stops
# an answer before it closes the page beside it.
DESKS: tuple[type[Desk], ...] = (
    DictatingDesk,
    AloudDesk,
    PlayingDesk,
    NamingDesk,
    RecordingDesk,
    ChatDesk,
    HandsFreeDesk,
    ReaderDesk,
    LibraryDesk,
    FolderDesk,
    SearchDesk,
    RunDesk,
    SummaryDesk,
    ScanDesk,
    ModelDesk,
    SharingDesk,
    MatterDesk,
    ForecastDesk,
    RedactDesk,
    DraftDesk,
    RecipeDesk,
    TagDesk,
    CollectingDesk,
    ScopeDesk,
    NotesDesk,
    ActivityDesk,
    OptionsDesk,
    BeginningDesk,
)
