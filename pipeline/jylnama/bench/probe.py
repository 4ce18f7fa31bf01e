"""One system in a process of its own: ``python -m jylnama.bench.probe SYSTEM TEXTS BEGAN SECONDS THREADS SCRATCH``.

Prints a JSON object. TEXTS is a JSON list of texts, BEGAN the time (of the epoch) at which this process was started.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from jylnama.run.memory import peak_mb

_WARM_UP = 20  # texts: patterns and tables that are made at first use


def main() -> None:
    name, texts_path, began, seconds, threads, scratch = sys.argv[1:]
    texts = json.loads(Path(texts_path).read_text(encoding="utf-8"))
    from jylnama.bench.systems import SYSTEMS, NotInstalledError

    try:
        read = SYSTEMS[name][1](int(threads), Path(scratch))
        read(texts[0])
    except NotInstalledError as error:
        print(json.dumps({"absent": str(error)}))
        return
    start_up = time.time() - float(began)
    for text in texts[:_WARM_UP]:
        read(text)
    print(json.dumps({"start_up": start_up, **_speed(read, texts, float(seconds)), "peak_mb": peak_mb()}))


def _speed(read: object, texts: list[str], seconds: float) -> dict[str, float]:
    assert callable(read)
    words, wall, cpu = 0, time.perf_counter(), time.process_time()
    for text in texts:
        read(text)
        words += len(text.split())
        if time.perf_counter() - wall > seconds:
            break
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {
        "words": words,
        "seconds": wall,
        "cpu_seconds": cpu,
        "words_per_second": words / wall,
        "words_per_cpu_second": words / cpu,
    }


if __name__ == "__main__":
    main()
