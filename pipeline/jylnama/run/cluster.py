"""Workers under Dask, wherever a scheduler has them. Only numbers travel; texts and tables stay on disk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import dask
from distributed import Client, KilledWorker, Worker, WorkerPlugin
from distributed.client import FutureCancelledError

from jylnama.run.pools import PoolError, WorkerLostError

_ANSWER_SECONDS = 20


class LoadPipeline(WorkerPlugin):
    """Loads the pipeline when a worker starts, those that join later or are restarted too.

    A worker that does not see the run folder is refused: the file system must be shared.
    """

    name = "jylnama"

    def __init__(self, load: dict[str, Any], folder: str) -> None:
        self.load, self.folder = load, folder

    def setup(self, worker: Worker) -> None:
        from jylnama.run.worker import pipeline

        if not Path(self.folder).is_dir():
            raise PoolError(
                f"worker {worker.address} does not see {self.folder}: workers and this machine must share the file system"
            )
        pipeline(self.load)


class DaskPool:
    """Workers of the scheduler at ``address``."""

    def __init__(self, address: str, load: dict[str, Any], folder: Path) -> None:
        # a death is told at once: which document it was stands in the shard's folder, Dask need not find out
        with dask.config.set({"distributed.scheduler.allowed-failures": 0}):
            try:
                self._client = Client(address, timeout=_ANSWER_SECONDS, set_as_default=False)
            except (OSError, TimeoutError, ValueError) as error:
                raise PoolError(f"no Dask scheduler answers at {address}: {error}") from error
        try:
            self._client.register_plugin(LoadPipeline(load, str(folder.absolute())))
        except Exception as error:
            self.kill()
            raise PoolError(str(error)) from error
        self._executor = self._client.get_executor(pure=False)

    @property
    def slots(self) -> int:
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
