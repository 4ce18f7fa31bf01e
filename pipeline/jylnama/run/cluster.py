"""Workers under Dask: on this machine, or wherever a scheduler has them. Only numbers travel; texts and tables stay on disk."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any

import dask
from distributed import Client, KilledWorker, LocalCluster, Worker, WorkerPlugin
from distributed.client import FutureCancelledError

from jylnama.run.pools import PoolError, WorkerLostError

_ANSWER_SECONDS = 20


class LoadPipeline(WorkerPlugin):
    """Loads the pipeline when a worker starts, those that join later or are restarted too.

    A worker that does not see the run folder is refused: the file system must be shared.
    """

    name = "jylnama"

    def __init__(self, load: dict[str, Any], folder: str, local: bool) -> None:
        self.load, self.folder, self.local = load, folder, local

    def setup(self, worker: Worker) -> None:
        from jylnama.run.worker import pipeline

        if not Path(self.folder).is_dir():
            raise PoolError(f"worker {worker.address} does not see {self.folder}: workers and this machine must share the file system")
        if self.local:  # a terminal sends Ctrl-C to all: the parent alone shall answer
            with suppress(ValueError):
                signal.signal(signal.SIGINT, signal.SIG_IGN)
        pipeline(self.load)


class DaskPool:
    """Workers of a scheduler; without an address, of a scheduler on this machine with ``workers`` processes."""

    def __init__(self, workers: int, address: str | None, load: dict[str, Any], folder: Path) -> None:
        self._cluster: LocalCluster | None = None
        # a death is told at once: which document it was stands in the shard's folder, Dask need not find out
        with dask.config.set({"distributed.scheduler.allowed-failures": 0}):
            try:
                if address is None:
                    self._cluster = LocalCluster(
                        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50,
                    )  # fmt: skip
                self._client = Client(self._cluster or address, timeout=_ANSWER_SECONDS, set_as_default=False)
            except (OSError, TimeoutError, ValueError) as error:
                self._close_cluster()
                raise PoolError(f"no Dask scheduler answers at {address}: {error}") from error
        self._workers = workers
        self._futures: dict[Future[Any], Any] = {}
        try:
            self._client.register_plugin(LoadPipeline(load, str(folder.absolute()), local=address is None))
        except Exception as error:
            self.kill()
            raise PoolError(str(error)) from error
        self._executor = self._client.get_executor(pure=False)

    @property
    def slots(self) -> int:
        if self._cluster is not None:
            return self._workers
        return max(1, len(self._client.scheduler_info(n_workers=-1)["workers"]))

    def submit(self, function: Callable[..., Any], *args: Any) -> Future[Any]:
        future: Future[Any] = self._executor.submit(function, *args)
        return future

    def result(self, future: Future[Any]) -> Any:
        try:
            return future.result()
        except KilledWorker as error:
            raise WorkerLostError(str(error)) from error
        except (FutureCancelledError, asyncio.CancelledError) as error:
            raise PoolError("the connection to the Dask scheduler is lost") from error

    def kill(self) -> None:
        self.close()

    def close(self) -> None:
        if self._client.status != "closed":
            self._client.close(timeout=5)
        self._close_cluster()

    def _close_cluster(self) -> None:
        if self._cluster is not None:
            self._cluster.close(timeout=5)
            self._cluster = None
