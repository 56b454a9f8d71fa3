"""A PostgreSQL of a test's own: it may be killed, and its disk filled, without anybody else noticing."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest
from django.db import connection

from command_center.env import env
from launcher import placing
from launcher.postgres import DATABASE, Cluster

DISK = "size=96m"


class OwnServer:
    """An embedded cluster in a folder of its own, with a copy of the empty test database."""

    def __init__(self, folder: Path) -> None:
        user = placing.USERS[0] if os.geteuid() == 0 else None
        self.folder, self.disk = folder, folder / "disk"
        self.cluster = Cluster(folder / "pg", Path(shutil.which("pg_dump") or "").parent, user)
        if user:
            shutil.chown(folder, pwd.getpwnam(user).pw_uid)

    @property
    def url(self) -> str:
        return self.cluster.url

    def start(self) -> None:
        self.cluster.start(brief=True)

    def kill(self) -> None:
        """SIGKILL to the postmaster: its children end when they see that it is gone."""
        postmaster = int((self.cluster.data / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGKILL)
        connection.close()

    def copy_of(self, database: str) -> None:
        where = ["-h", str(self.cluster.sockets), "-U", "postgres", "-d", DATABASE]
        dump = subprocess.Popen(
            [self._program("pg_dump"), "-Fc", "-N", "as_migrated", database], stdout=subprocess.PIPE
        )
        subprocess.run([self._program("pg_restore"), *where, "--exit-on-error"], stdin=dump.stdout, check=True)
        assert dump.wait() == 0

    def mount_small_disk(self) -> None:
        """A file system of 96 MB under the tables; the log of changes (WAL) and everybody else keep theirs."""
        self.disk.mkdir()
        if subprocess.run(
            ["mount", "-t", "tmpfs", "-o", DISK, "tmpfs", str(self.disk)], capture_output=True
        ).returncode:
            pytest.skip("no small disk here: mounting one takes root")
        tables = self.disk / "tables"
        tables.mkdir()
        shutil.chown(tables, self.cluster.user or os.geteuid())
        self.sql(f"CREATE TABLESPACE small LOCATION '{tables}'", f"ALTER DATABASE {DATABASE} SET TABLESPACE small")

    def fill_disk(self) -> None:
        try:
            with (self.disk / "filler").open("wb", buffering=0) as filler:
                while filler.write(bytes(4096)):
                    pass
        except OSError:
            return

    def free_disk(self) -> None:
        (self.disk / "filler").unlink()

    def sql(self, *statements: str) -> None:
        """As somebody outside of the database, which must not be in use."""
        line = psycopg2.connect(host=str(self.cluster.sockets), user="postgres", dbname="postgres")
        line.autocommit = True
        try:
            with line.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
        finally:
            line.close()

    def remove(self) -> None:
        self.cluster.stop()
        if self.disk.is_mount():
            subprocess.run(["umount", str(self.disk)], check=True)
        shutil.rmtree(self.cluster.sockets, ignore_errors=True)

    def _program(self, name: str) -> str:
        return str(self.cluster.binaries / name)


@contextmanager
def own_server() -> Iterator[OwnServer]:
    """The server, and every query of the test goes to it."""
    if "PGHOST" not in os.environ:
        pytest.skip("no embedded PostgreSQL here")
    before = dict(connection.settings_dict)
    with tempfile.TemporaryDirectory(prefix="own-server-") as folder:
        server = OwnServer(Path(folder))
        try:
            server.start()
            server.copy_of(str(before["NAME"]))
            connection.close()
            connection.settings_dict.update(env.db_url_config(server.url))
            yield server
        finally:
            connection.close()
            connection.settings_dict.update(before)
            server.remove()
