"""The process that looks into one file: kind as its argument, the file on its input, the verdict as JSON."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from functools import partial

from committee.core.inspection import office, pdf, picture, verdicts
from committee.domain.errors import DomainError

MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 4

INSPECTORS: dict[str, Callable[[bytes], None]] = {
    "pdf": pdf.inspect,
    "docx": partial(office.inspect, kind="docx"),
    "xlsx": partial(office.inspect, kind="xlsx"),
    "png": picture.inspect_png,
    "jpg": picture.inspect_jpeg,
}


def main() -> None:
    """Read, look and say what is wrong, or that nothing is."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    json.dump(verdict_on(sys.stdin.buffer.read(), sys.argv[1]), sys.stdout)


def verdict_on(content: bytes, kind: str) -> dict[str, str]:
    """Return {"refused": message id} for a file that is not kept, {} for one that is."""
    try:
        INSPECTORS[kind](content)
    except DomainError as refusal:
        return {"refused": refusal.message}
    except MemoryError:
        return {"refused": verdicts.too_large().message}
    return {}


if __name__ == "__main__":
    main()
