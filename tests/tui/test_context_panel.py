"""The panel of what other logs say: read when it is opened, once, and no more when nobody looks."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from beacon_tui.analysis.pipeline import run
from beacon_tui.config import Settings
from beacon_tui.tui.loader import Loader
from beacon_tui.tui.messages import ContextWanted
from tests.tui.hand import LARGE, SMALL, Hand, at_the_desk, same_as_kept, until
from tests.zeek.logs import CONN, HTTP, LOOKUP, SSL, X509, table, tsv, write
from tests.zeek.test_accounts import TICKET

LONG = CONN | {"duration": "4000"}
SELF_SIGNED = {"certificate.issuer": X509["certificate.subject"]}
SNEAKY = "/[bold red]\x1b[31m" + "a" * 300


@asynccontextmanager
async def a_pair_of(folder: Path, size: tuple[int, int] = SMALL) -> AsyncIterator[Hand]:
    """The application with the logs of a folder, whose first candidate is opened."""
    async with at_the_desk(folder, size, run([folder / "logs"])) as hand:
        hand.app.loader = Loader(
            hand.app.post_message, [folder / "logs"], Settings(allowlist=folder / "allowlist.toml")
        )
        await hand.press("enter")
        yield hand


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with logs of one connection of each kind."""
    logs = tmp_path / "logs"
    write(logs / "conn.log", tsv(LONG))
    write(logs / "ssl.log", table("ssl", SSL | {"cert_chain_fps": "f00d", "ja3": "e7d705a3286e19ea42f587b344ee6865"}))
    write(logs / "x509.log", table("x509", X509 | SELF_SIGNED))
    write(logs / "http.log", table("http", HTTP, HTTP | {"uri": SNEAKY}))
    write(logs / "dns.log", table("dns", LOOKUP))
    write(logs / "kerberos.log", table("kerberos", TICKET, TICKET | {"client": "evil\x1b[31m/R", "success": "F"}))
    return tmp_path


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_it_looks_as_kept(folder: Path, size: tuple[int, int]) -> None:
    async with a_pair_of(folder, size) as hand:
        await hand.press("8")
        await until(hand, "reading", there=False)
        same_as_kept(f"context_{size[0]}x{size[1]}", hand.screen)


async def test_hostile_values_are_text_and_the_end_is_reached_by_key(folder: Path) -> None:
    async with a_pair_of(folder) as hand:
        await hand.press("8")
        await until(hand, "self-signed")
        await until(hand, "reading", there=False)
        assert "last asked" not in hand.screen
        assert "last asked" in await hand.press("G")
        assert "/[bold red]\\x1b[31m" in hand.screen
        assert "SNI" in await hand.press("g")


async def test_it_is_read_when_first_opened_and_never_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[ContextWanted] = []
    monkeypatch.setattr(Loader, "read_context", lambda _self, wanted: asked.append(wanted))
    async with a_pair_of(folder) as hand:
        assert not asked
        for _ in range(2):
            assert "reading logs …" in await hand.press("8")
            await hand.press("1")
        assert len(asked) == 1
        assert not asked[0].ended.is_set()
        await hand.press("escape")
        assert asked[0].ended.is_set()


async def test_without_logs_it_says_what_is_missing(tmp_path: Path) -> None:
    write(tmp_path / "logs" / "conn.log", tsv(LONG))
    async with a_pair_of(tmp_path) as hand:
        await hand.press("8")
        assert "no http.log here" in await until(hand, "no dns.log here")
