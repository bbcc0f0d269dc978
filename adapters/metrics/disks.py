"""How full the disks are on which our folders lie, read when the page is."""

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector


class Disks(Collector):
    """Free and total bytes by the name of a folder; a folder that is not there yet has none."""

    def __init__(self, registry: CollectorRegistry, folders: Mapping[str, Path]) -> None:
        self._folders = folders
        registry.register(self)

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Return the figures of now."""
        free = GaugeMetricFamily("madoguchi_disk_free_bytes", "Free on the folder's disk.", labels=["folder"])
        size = GaugeMetricFamily("madoguchi_disk_size_bytes", "Size of the folder's disk.", labels=["folder"])
        for name, folder in self._folders.items():
            try:
                usage = shutil.disk_usage(folder)
            except OSError:
                continue
            free.add_metric([name], usage.free)
            size.add_metric([name], usage.total)
        return free, size
