"""What the packaged program goes without: modules that no code of ours reaches, and files of libraries that
are reached but need them for nothing that is done here.

Whoever adds to either list runs `make.py package --check`, which goes through what the program does.
"""

from __future__ import annotations

from fnmatch import fnmatch

# Whole packages, and parts of packages, that are not to be followed.
MODULES = (
    # torch serves other embedders than those of BERT's family, the re-ranker that a person adds, and large
    # indexing on processors with bfloat16. It would be half of all there is; without it the program says so.
    *("torch", "transformers", "sentence_transformers", "safetensors", "accelerate", "sklearn", "sympy"),
    *("mpmath", "networkx", "huggingface_hub", "hf_xet", "joblib"),
    # The head of statsforecast, which is passed over (engine.forecasting.methods), and what pandas may use.
    *("statsforecast.core", "statsforecast.distributed", "fugue", "triad", "adagio", "pyarrow", "numba"),
    *("matplotlib", "IPython", "tables", "sqlalchemy", "polars", "dask", "ray", "pyspark", "xarray"),
    # Of chromadb: servers, clusters, telemetry.
    *("kubernetes", "grpc", "google", "opentelemetry.exporter", "opentelemetry.sdk._logs"),
    *("chromadb.server", "chromadb.cli", "chromadb.test", "chromadb.segment", "chromadb.db.impl.grpc"),
    *("chromadb.proto", "chromadb.experimental", "bcrypt", "mmh3", "uvloop", "watchfiles", "websockets"),
    *("posthog", "typer", "shellingham", "httptools", "aiohttp", "fsspec", "yarl", "multidict", "frozenlist"),
    *("propcache", "aiosignal", "aiohappyeyeballs"),
    # Of rapidocr: its other engines, and the drawing of what it found.
    *("paddle", "openvino", "MNN", "tensorrt"),
    # All of statsmodels in one list; the four functions of it that are called are imported by themselves.
    *("statsmodels.api", "statsmodels.formula.api", "statsmodels.tsa.api", "statsmodels.tsa.statespace"),
    # Of SciPy: its solver of linear programs (see `absent`).
    *("scipy.optimize._highspy._core", "scipy.optimize._highspy._highs_options"),
    "scipy.optimize._highspy._highs_wrapper",
    # Of CTranslate2: what makes its models of others'.
    *("ctranslate2.converters", "ctranslate2.specs"),
    # Of lxml: what makes objects of XML, compares pages of the web, and checks documents.
    *("lxml.objectify", "lxml.html.diff", "lxml.html._difflib", "lxml.sax", "lxml.isoschematron"),
    *("lxml.cssselect", "lxml.doctestcompare", "lxml.usedoctest"),
    # Of DuckDB: what stands in for Spark.
    "duckdb.experimental",
    # Of Pillow: pictures that are no format of ours, with a decoder of films.
    *("PIL.AvifImagePlugin", "PIL._avif"),
    # Of numpy, pandas, scipy, statsmodels: tests, compilers, plots.
    *("numpy.testing.tests", "numpy.distutils", "pandas.tests", "pandas.plotting._matplotlib"),
    *("pandas.io.formats.style_render", "statsmodels.sandbox"),
    *("patsy.test_build", "scipy._lib.array_api_compat.torch", "scipy._lib.array_api_compat.dask"),
    # Tools: of the interpreter, of tests, of building.
    *("tkinter", "turtle", "idlelib", "lib2to3", "pydoc_data", "ensurepip", "venv", "distutils"),
    *("setuptools", "pkg_resources", "_distutils_hack", "wheel", "pytest", "_pytest", "hypothesis", "mypy"),
    *("ruff", "importlinter", "grimp", "reportlab", "pptx", "openpyxl", "vobject", "PyInstaller"),
    # The tools that make packages (tools.txt): libraries look for them, and would take them without data.
    *("altgraph", "arrow", "boolean", "cyclonedx", "defusedxml", "fqdn", "isoduration", "jsonpointer"),
    *("lark", "license_expression", "packageurl", "py_serializable", "rfc3339_validator"),
    *("rfc3986_validator", "rfc3987_syntax", "uri_template", "webcolors", "_pyinstaller_hooks_contrib"),
    # Qt of which nothing is shown: pages of the web, scenes, sockets.
    *("PySide6.QtNetwork", "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtQuickWidgets", "PySide6.QtSql"),
    *("PySide6.QtTest", "PySide6.QtDesigner", "PySide6.QtHelp", "PySide6.QtUiTools", "PySide6.QtConcurrent"),
    *("PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets", "PySide6.QtXml", "PySide6.scripts"),
)

# Of what PyInstaller has every process begin with, the program's own processes too: what loads Qt to tell it
# where its plugins are, which PySide6 does when it is imported; what serves multiprocessing and readers of
# source, of which there are none.
EARLY = frozenset({"pyi_rth_pyside6", "pyi_rth_multiprocessing", "pyi_rth_inspect"})

# Files by their place in the bundle.
_FILES = (
    *("*/tests/*", "*/test/*", "*/testing/data/*", "*/testdata/*", "*/benchmarks/*"),
    *("*.h", "*.hpp", "*.pxd", "*.pyx", "*.a", "*.lib", "*.pyi", "*/py.typed", "*.cmake", "*/include/*"),
    *("*/__pycache__/*", "*.dist-info/RECORD", "*.dist-info/direct_url.json", "*.dist-info/INSTALLER"),
    *("*.dist-info/REQUESTED", "*.dist-info/WHEEL", "*.dist-info/top_level.txt"),
    # Qt: see above; and languages that the window does not speak.
    *("*libQt6Qml*", "*libQt6Quick*", "*libQt6Network.*", "*libQt6Labs*", "*libQt6Sql*", "*libQt6Test*"),
    *("*libQt6Designer*", "*libQt6Help*", "*libQt6UiTools*", "*libQt6WaylandCompositor*", "*libQt6Lottie*"),
    *(
        "*libQt6EglFS*",
        "*/Qt/qml/*",
        "*/Qt/libexec/*",
        "*/Qt/metatypes/*",
        "*/plugins/qml*",
        "*/plugins/tls/*",
    ),
    *("*/plugins/networkinformation/*", "*/plugins/sqldrivers/*", "*/plugins/designer/*"),
    *("*/plugins/egldeviceintegrations/*", "*/plugins/wayland-graphics-integration-server/*"),
    *("*/platforms/libqeglfs*", "*/platforms/libqlinuxfb*", "*/platforms/libqvnc*", "*/platforms/libqvkkhr*"),
    *(
        "*/platforms/libqminimalegl*",
        "*/generic/libqtuiotouch*",
        "*/platforms/libqminimal.*",
        "*/platformthemes/libqgtk3*",
    ),  # with it would come all of GTK
    # Word lists: the long ones of languages in whose scans no word is looked for (rag.scanning.spelling).
    *("wordfreq/data/jieba*", "wordfreq/data/_chinese*"),
    *(f"wordfreq/data/large_{code}.*" for code in ("bn", "ca", "he", "ja", "mk", "ru", "uk", "zh")),
    # Geographic names and carriers of phone numbers; numbers alone are told.
    *("phonenumbers/geodata/*", "phonenumbers/carrierdata/*", "phonenumbers/tzdata/*"),
    # Printing asks the system's own, where it is set up; with it would come a stack of networking.
    "libcups.so.*",
    # The library of ONNX Runtime for programs in C: Python's has it all within itself.
    *("onnxruntime/capi/libonnxruntime.so*", "onnxruntime/capi/libonnxruntime.*dylib"),
    # The system's drivers of graphics load the system's own of these, as new as they ask for: an older one
    # that came along would be in their place. Those of a build machine also ask for its C library.
    *("libstdc++.so.*", "libgcc_s.so.*", "libexpat.so.*"),
    # A part of the C library, which is the system's own.
    "libmvec.so.*",
    # The variants of llama.cpp with tiles (bootstrap.llama.WITHOUT_TILES).
    "*ggml-cpu-sapphirerapids.*",
    # The folder that python-docx's own template was packed from.
    "docx/templates/default-docx-template/*",
    # statsmodels' and scipy's examples, zoneinfo twice.
    *("statsmodels/datasets/*", "scipy/datasets/*", "pytz/*", "llama_cpp/server/*"),
)

_QT_TRANSLATIONS = "PySide6/Qt/translations/"


def unwanted(place: str, languages: tuple[str, ...]) -> bool:
    """Whether a file that was gathered stays out. `place` is relative to the bundle, with slashes;
    `languages` are those that the window speaks, whose words of Qt's own dialogs are kept.
    """
    if place.startswith(_QT_TRANSLATIONS):
        name = place.removeprefix(_QT_TRANSLATIONS)
        return not any(fnmatch(name, f"qtbase_{code}*.qm") for code in languages)
    return any(fnmatch(f"/{place}", f"/{pattern}") or fnmatch(place, pattern) for pattern in _FILES)
