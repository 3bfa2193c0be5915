"""A parent that can be killed: starts a worker, says its child's id, and waits.

Arguments: a method of `worker_targets` whose first frame is awaited, and "settled" or "building".
"""

from __future__ import annotations

import sys
import threading

from programs.worker_runs import spec

from engine.workers.worker import Worker

if __name__ == "__main__":
    building = sys.argv[2] == "building"
    worker = Worker(
        spec("programs.worker_targets:build_hanging" if building else "programs.worker_targets:build")
    )
    if building:
        threading.Thread(target=worker.start, daemon=True).start()
        while worker.pid is None:
            threading.Event().wait(0.01)
    else:
        request = worker.request(sys.argv[1])
        next(request)
    print(worker.pid, flush=True)
    sys.stdin.read()
