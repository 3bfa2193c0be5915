"""Where the packaged program begins: one of its own processes, else the program itself."""

import sys

from engine.starting import as_own_process

if as_own_process(sys.argv[1:]):
    sys.exit(0)

from app.__main__ import main

sys.exit(main())
