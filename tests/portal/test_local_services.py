"""The embedded servers survive whatever is killed, and nothing outlives the processes that wanted them."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dongthap_remediation import local_places, local_servers, local_services
from dongthap_remediation.local_places import ServicesError
from tests.portal.portals import ORDINARY, Portal, kill, portal_of_ordinary_user, remember, remembered, until, urls

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    data = tmp_path / "dữ liệu, của cổng"  # letters, a space and a comma that must not disturb any server
    made = Portal(data.resolve())
    yield made
    made.clear()


def test_many_starters_elect_one_host_and_nothing_outlives_them(portal: Portal) -> None:
    holders = [portal.hold() for _ in range(5)]
    addresses = [urls(holder) for holder in holders]
    assert all(address == addresses[0] for address in addresses)
    until(lambda: len(portal.hosts()) == 1)
    remember(addresses[0], "bền")
    for holder in holders:
        holder.kill()
    until(lambda: not portal.everyone())
    assert not portal.places().ready.exists()
    assert remembered(urls(portal.hold())) == ("bền", "bền")


def test_killed_servers_come_back_at_the_same_address_with_their_data(portal: Portal) -> None:
    address = urls(portal.hold())
    remember(address, "còn đây")
    everything = lambda: [*portal.servers(), *portal.hosts()]  # noqa: E731
    postmaster = lambda: [pid for pid, command in portal.servers().items() if " -D " in command]  # noqa: E731
    valkey = lambda: [pid for pid, command in portal.servers().items() if "valkey-server" in command]  # noqa: E731
    for victims in (portal.hosts, postmaster, valkey, everything):
        killed = victims()
        assert killed
        for pid in killed:
            kill(pid, signal.SIGKILL)
        until(lambda killed=killed: not set(killed) & set(everything()))
        until(lambda: remembered(address) == ("còn đây", "còn đây"))
        until(lambda: local_services.answering(portal.places()) == address)


def test_profiles_and_folders_are_separate_portals(portal: Portal, tmp_path: Path) -> None:
    other = Portal((tmp_path / "khác").resolve())
    try:
        mine, test, foreign = urls(portal.hold()), urls(leaving := portal.hold("test")), urls(other.hold())
        for address, value in ((mine, "run"), (test, "test"), (foreign, "khác")):
            remember(address, value)
        leaving.kill()
        until(lambda: not portal.servers("test"))
        assert remembered(mine) == ("run", "run")
        assert remembered(foreign) == ("khác", "khác")
    finally:
        other.clear()


def test_a_removed_data_folder_means_a_new_portal_even_while_the_old_one_runs(portal: Portal) -> None:
    holder = portal.hold()
    remember(urls(holder), "cũ")
    holder.kill()
    subprocess.run(["rm", "-rf", str(portal.data)], check=True)
    assert remembered(urls(portal.hold())) == (None, None)


def said(process: subprocess.Popen[str]) -> str:
    """The last line of a holder that got no servers."""
    assert process.wait(60) != 0
    assert process.stdout is not None
    return process.stdout.read().splitlines()[-1]


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user's folder holds its database")
def test_as_root_a_copied_folder_is_refused_in_words_and_leaves_the_first_portal_alone(portal: Portal, tmp_path: Path) -> None:
    address = urls(portal.hold())
    remember(address, "gốc")
    copy = Portal((tmp_path / "bản sao").resolve())
    try:
        shutil.copytree(portal.data, copy.data)
        words = said(copy.hold())
        assert f"{copy.data}/run có dấu của một cổng đã chạy" in words
        assert str(portal.places().pgdata) in words
        assert f"PORTAL_DATA={portal.data}" in words
        assert remembered(address) == ("gốc", "gốc")
        copy.places().marker.unlink()  # the way on that the words name
        assert remembered(urls(copy.hold())) == (None, None)
        assert remembered(address) == ("gốc", "gốc")
    finally:
        copy.clear()


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user's folder holds its database")
def test_as_root_a_database_that_is_gone_is_missed_and_one_without_its_folder_is_set_aside(portal: Portal) -> None:
    first = portal.hold()
    remember(urls(first), "gốc")
    first.kill()
    until(lambda: not portal.everyone())
    pgdata = portal.places().pgdata
    pgdata.rename(pgdata.with_name("away"))
    assert "Phục hồi cơ sở dữ liệu ấy từ bản sao lưu" in said(portal.hold())
    pgdata.with_name("away").rename(pgdata)
    shutil.rmtree(portal.data)
    assert remembered(urls(portal.hold())) == (None, None)
    assert [(kept / "PG_VERSION").exists() for kept in pgdata.parent.glob("pgdata-*")] == [True]


def test_an_ordinary_user_s_folder_holds_all_so_a_copy_is_a_portal_of_its_own() -> None:
    with portal_of_ordinary_user() as portal:
        root, portal.data = portal.data, portal.data / "gốc"
        address = urls(portal.hold(**ORDINARY))
        remember(address, "gốc")
        stopped = portal.started[-1]
        stopped.kill()
        until(lambda: not portal.everyone(), 20)  # the host too: what it takes away must not be missed by the copy
        copy = Portal(root / "bản sao", portal.uid, portal.python)
        subprocess.run(["cp", "-a", str(portal.data), str(copy.data)], check=True)
        try:
            mine, theirs = urls(portal.hold(**ORDINARY)), urls(copy.hold(**ORDINARY))
            assert mine == address
            assert remembered(theirs) == ("gốc", "gốc")
            remember(theirs, "bản sao")
            assert remembered(mine) == ("gốc", "gốc")
        finally:
            copy.clear()


def test_copies_of_old_binaries_go_when_nobody_used_them_for_a_month(tmp_path: Path) -> None:
    homes = {name: tmp_path / f"portal-bin-{name}" for name in ("new", "old", "running")}
    for name, home in homes.items():
        home.mkdir()
        (home / "used").touch()
        if name != "new":
            month_ago = time.time() - (local_servers.BINARIES_DAYS + 1) * 86400
            os.utime(home / "used", (month_ago, month_ago))
    with (homes["running"] / "used").open() as held:
        fcntl.flock(held, fcntl.LOCK_SH)
        local_servers.remove_old_binaries(tmp_path)
    assert {name for name, home in homes.items() if home.exists()} == {"new", "running"}


def test_a_removed_folder_s_host_takes_nothing_from_the_next_one() -> None:
    with portal_of_ordinary_user() as portal:
        portal.data /= "một thư mục có tên rất dài " * 4  # so its sockets lie outside, where both hosts look for them
        for value in ("một", "hai", "ba"):
            address = urls(portal.hold(**ORDINARY))
            assert remembered(address) == (None, None)
            remember(address, value)
            subprocess.run(["rm", "-rf", str(portal.data)], check=True)
            portal.started[-1].kill()


def test_a_half_made_cluster_is_made_again(portal: Portal) -> None:
    places = portal.places()
    places.folder.mkdir(parents=True, mode=0o700)
    places.prepare()
    places.pgdata.mkdir()
    (places.pgdata / "PG_VERSION").write_text("18\n")
    if os.geteuid() == 0:
        os.chown(places.pgdata, local_places.nobody().pw_uid, -1)
    assert remembered(urls(portal.hold())) == (None, None)


def test_an_ordinary_user_needs_no_home_and_may_have_a_long_path() -> None:
    with portal_of_ordinary_user() as portal:
        portal.data /= "một thư mục có tên rất dài " * 4
        address = urls(portal.hold(**ORDINARY))
        remember(address, "thường")
        assert remembered(address) == ("thường", "thường")
        assert (portal.data / "run/pgdata/PG_VERSION").exists()
        assert portal.data.stat().st_uid != 0


def test_without_wheels_the_message_says_what_to_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PORTAL_DATA", str(tmp_path / "data"))
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name)
    monkeypatch.setattr(local_servers.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ServicesError, match="DATABASE_URL và REDIS_URL"):
        local_services.ensure("run")
    assert not (tmp_path / "data").exists()


def test_with_both_urls_nothing_is_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PORTAL_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("DATABASE_URL", "postgresql://a/b")
    monkeypatch.setenv("REDIS_URL", "redis://a/0")
    local_services.ensure("run")
    assert os.environ["DATABASE_URL"] == "postgresql://a/b"
    assert not (tmp_path / "data").exists()


def test_a_folder_that_somebody_else_put_there_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PORTAL_DATA", str(tmp_path))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "run").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ServicesError, match="người dùng khác"):
        local_services.lease("run")


def test_what_stands_between_servers_and_others_is_private(portal: Portal) -> None:
    urls(portal.hold())
    places = portal.places()
    assert [path.stat().st_mode & 0o777 for path in (places.folder, places.pgdata, places.state / "valkey")] == [0o700] * 3
    assert [path.stat().st_mode & 0o777 for path in (places.ready, places.valkey_url)] == [0o600] * 2
    password = local_servers.urlsplit(places.valkey_url.read_text()).password
    assert password
    assert not any(password in command for command in portal.everyone().values())
