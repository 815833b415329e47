"""Memory that is free again, given back to the system: allocators keep it, and a large load is many of them."""

import ctypes
from contextlib import suppress

import pyarrow as pa


def give_back() -> None:
    """Give back what Arrow and, where it is glibc's, the C library keep for later."""
    pa.default_memory_pool().release_unused()
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
