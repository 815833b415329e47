"""Lines that matter, found by what stands in them: most of a large log need not be read for one candidate."""

from collections.abc import Iterable, Iterator


def thinned(blocks: Iterable[bytes], needle: bytes, blank: bool = False) -> Iterator[bytes]:
    """The lines of blocks of whole lines that have the needle in them; all of them where it is empty.

    With `blank` the others are emptied instead, so that every line keeps its number.
    """
    if not needle:
        yield from blocks
        return
    for block in blocks:
        if text := b"".join(_pieces(block, needle, blank)):
            yield text


def _pieces(block: bytes, needle: bytes, blank: bool) -> Iterator[bytes]:
    """What is left of one block, piece by piece."""
    done, at = 0, block.find(needle)
    while at >= 0:
        start, stop = block.rfind(b"\n", 0, at) + 1, block.find(b"\n", at) + 1
        if blank:
            yield b"\n" * block.count(b"\n", done, start)
        yield block[start:stop]
        done, at = stop, block.find(needle, stop)
    if blank:
        yield b"\n" * block.count(b"\n", done)
