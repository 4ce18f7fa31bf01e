"""Where shards are worked on: processes beside this one, or the workers of a Dask scheduler that runs elsewhere.

Both take functions and give ``concurrent.futures.Future``; a lost worker shows as ``WorkerLostError``.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import Counter
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
    """The pool of a call. Raises PoolError where a scheduler is named and Dask is absent, or it does not answer."""
    if scheduler is None:
        return Processes(workers)
    try:
        from jylnama.run.cluster import DaskPool
    except ImportError as error:
        raise PoolError(
            f"--scheduler needs Dask, which is not installed ({error.name}): pip install 'jylnama[cluster]'"
        ) from error
    return DaskPool(scheduler, load, folder)


class Processes:
    """Worker processes beside this one: what kills one or is killed in it leaves the others and the run alive."""

    def __init__(self, count: int) -> None:
        self.slots = count
        # an executor each: one that loses a process ends all of its own
        self._executors: list[ProcessPoolExecutor | None] = [None] * count
        self._given: dict[Future[Any], tuple[int, ProcessPoolExecutor]] = {}

    def submit(self, function: Callable[..., Any], *args: Any) -> Future[Any]:
        waiting = Counter(place for place, _ in self._given.values())
        place = min(range(self.slots), key=lambda place: waiting[place])
        executor = self._executors[place] = self._executors[place] or _executor()
        try:
            with _no_main():
                future = executor.submit(function, *args)
        except BrokenProcessPool:
            self._drop(place, executor)
            return self.submit(function, *args)
        self._given[future] = place, executor
        return future

    def result(self, future: Future[Any]) -> Any:
        place, executor = self._given.pop(future)
        try:
            return future.result()
        except BrokenProcessPool as error:
            self._drop(place, executor)
            raise WorkerLostError(str(error)) from error

    def _drop(self, place: int, executor: ProcessPoolExecutor) -> None:
        executor.shutdown(wait=False, cancel_futures=True)
        if self._executors[place] is executor:  # else another one has taken the place
            self._executors[place] = None

    def kill(self) -> None:
        for place, executor in enumerate(self._executors):
            if executor is not None:
                for process in list((executor._processes or {}).values()):
                    process.kill()
                self._drop(place, executor)

    def close(self) -> None:
        for executor in self._executors:
            if executor is not None:
                executor.shutdown()


def warm_up() -> None:
    """Begin to load the pipeline, in the server that workers are forked from, while this process goes on."""
    if _has_server():
        multiprocessing.set_forkserver_preload(["jylnama.run.warm"])
        from multiprocessing import forkserver

        forkserver.ensure_running()


def _executor() -> ProcessPoolExecutor:
    # forked from a server that has the pipeline loaded: a child is there at once, and shares its memory
    warm_up()
    context = multiprocessing.get_context("forkserver" if _has_server() else "spawn")
    return ProcessPoolExecutor(1, mp_context=context, initializer=_begin)


def _has_server() -> bool:
    return "forkserver" in multiprocessing.get_all_start_methods()


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
