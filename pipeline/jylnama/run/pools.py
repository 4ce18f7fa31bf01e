"""Where shards are worked on: one process beside this one, a Dask cluster on this machine, or one that runs elsewhere.

All three take functions and give ``concurrent.futures.Future``; a lost worker shows as ``WorkerLostError``.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol


class PoolError(RuntimeError):
    """There can be no workers; the message says why and what to do."""


class WorkerLostError(RuntimeError):
    """The process that worked on a task has died."""


class Pool(Protocol):
    """``slots``: how many tasks are worked on at a time."""

    @property
    def slots(self) -> int: ...

    def submit(self, function: Callable[..., Any], *args: Any) -> Future[Any]: ...

    def result(self, future: Future[Any]) -> Any:
        """The result of a future that is done. Raises WorkerLostError, or what the function raised."""

    def kill(self) -> None:
        """End at once, tasks in work included."""

    def close(self) -> None: ...


def open_pool(workers: int, scheduler: str | None, load: dict[str, Any], folder: Path) -> Pool:
    """The pool of a call. Raises PoolError where Dask is needed and absent, or a scheduler does not answer."""
    if scheduler is None and workers == 1:
        return OneProcess()
    try:
        from jylnama.run.cluster import DaskPool
    except ImportError as error:
        what = "--scheduler" if scheduler else f"--workers {workers}"
        raise PoolError(f"{what} needs Dask, which is not installed ({error.name}): pip install 'jylnama[cluster]'") from error
    return DaskPool(workers, scheduler, load, folder)


class OneProcess:
    """One worker process: what kills it or is killed in it leaves the run alive."""

    slots = 1

    def __init__(self) -> None:
        self._executor: ProcessPoolExecutor | None = None

    def _start(self) -> ProcessPoolExecutor:
        # forked from a server that has the pipeline loaded: a child that is replaced is there at once
        method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        context = multiprocessing.get_context(method)
        if method == "forkserver":
            context.set_forkserver_preload(["jylnama.run.warm"])
        return ProcessPoolExecutor(1, mp_context=context, initializer=_begin)

    def submit(self, function: Callable[..., Any], *args: Any) -> Future[Any]:
        if self._executor is None:
            self._executor = self._start()
        try:
            with _no_main():
                return self._executor.submit(function, *args)
        except BrokenProcessPool:
            self._drop()
            return self.submit(function, *args)

    def result(self, future: Future[Any]) -> Any:
        try:
            return future.result()
        except BrokenProcessPool as error:
            self._drop()
            raise WorkerLostError(str(error)) from error

    def _drop(self) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)
            self._executor = None

    def kill(self) -> None:
        if self._executor is not None:
            for process in list((self._executor._processes or {}).values()):
                process.kill()
        self._drop()

    def close(self) -> None:
        if self._executor is not None:
            self._executor.shutdown()


@contextmanager
def _no_main() -> Iterator[None]:
    """The child has no need of the caller's script, which multiprocessing would run again in it."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _begin() -> None:
    """In the worker process: leave Ctrl-C to the parent, and die with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
