"""./run, the parts that need no engine: ports, Redis, sentences, supervisor's log in plain words."""

import shlex
import socket
from pathlib import Path

import pytest

from launcher import __main__ as run
from launcher import (
    checks,
    chromium,
    commands,
    environment,
    home,
    node,
    packages,
    ports,
    postgres,
    preparing,
    redis_server,
    speech,
    supervision,
)
from launcher.speech import Refusal

ROOT = Path(__file__).resolve().parents[2]


def only(*free_ports):
    return lambda port: port in free_ports


class TestPorts:
    def test_the_remembered_port_comes_first(self):
        assert ports.choose(asked=None, remembered="8003", among=range(8000, 8010), free=only(8000, 8003)) == 8003

    def test_a_busy_remembered_port_gives_way_to_the_first_free_one(self):
        assert ports.choose(asked=None, remembered="8003", among=range(8000, 8010), free=only(8005)) == 8005

    def test_a_busy_port_that_was_asked_for_is_refused_in_one_sentence(self):
        with pytest.raises(Refusal, match="Port 8003 is in use"):
            ports.choose(asked="8003", remembered=None, among=range(8000, 8010), free=only(8005))

    @pytest.mark.parametrize("words", ["eighty", "0", "65536", "-1", "80.5"])
    def test_what_is_no_port_is_refused(self, words):
        with pytest.raises(Refusal, match="not a port number"):
            ports.choose(asked=words, remembered=None, among=[], free=only())

    def test_nothing_free(self):
        with pytest.raises(Refusal, match="No free port"):
            ports.choose(asked=None, remembered=None, among=range(8000, 8010), free=only())

    def test_a_listener_is_seen(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            assert not ports.is_free(listener.getsockname()[1])


class TestRedis:
    def test_sources_are_asked_in_order_and_no_further_than_needed(self):
        asked = []

        def source(name, answer):
            return lambda: asked.append(name) or answer

        found = redis_server.choose_program(
            source("path", None), source("wheel", "/w/redis"), source("apt", "/a/redis")
        )
        assert (found, asked) == ("/w/redis", ["path", "wheel"])

    def test_none_at_all_names_the_ways(self):
        with pytest.raises(Refusal, match=r"install redis-server or valkey-server .* or set REDIS_URL"):
            redis_server.choose_program(lambda: None)

    @pytest.mark.parametrize(
        ("words", "expected"),
        [("Redis server v=6.2.14 sha=40305114:0", (6, 2, 14)), ("Valkey server v=8.0.1 sha=0", (8, 0, 1)), ("?", ())],
    )
    def test_version(self, words, expected):
        assert redis_server.version(words) == expected


class TestPostgres:
    def test_settings_survive_the_shell_that_pg_ctl_hands_them_to(self):
        folder = Path("/home/o'brien/a folder")
        words = shlex.split(postgres.options(folder))
        assert f'unix_socket_directories="{folder}"' in words
        assert "listen_addresses=" in words
        assert words.count("-c") == len(postgres.SETTINGS) + 1

    def test_a_deep_checkout_puts_its_socket_where_the_path_is_short_enough(self):
        deep = Path("/" + "deep/" * 30)
        cluster = postgres.Cluster(deep / "pg", deep / "bin", None)
        assert len(str(cluster.sockets / ".s.PGSQL.5432")) <= home.LONGEST_SOCKET_PATH

    def test_the_url_is_read_by_djangos_settings(self):
        from command_center.env import env

        cluster = postgres.Cluster(Path("/Users/A b/pg"), Path("/bin"), None)
        config = env.db_url_config(cluster.url)
        assert (config["NAME"], config["USER"]) == ("command_centre", "postgres")
        assert config["OPTIONS"] == {"host": "/Users/A b/pg/socket"}


class TestSupervision:
    @pytest.mark.parametrize(
        ("line", "sentence"),
        [
            (
                "WARN exited: worker (terminated by SIGKILL; not expected)",
                "worker stopped by itself (killed by SIGKILL)",
            ),
            ("WARN exited: web (exit status 3; not expected)", "web stopped by itself (exit code 3)"),
            ("INFO exited: beat (exit status 0; expected)", "beat stopped by itself (exit code 0)"),
            ("INFO gave up: relay entered FATAL state, too many start retries", "relay does not stay up"),
        ],
    )
    def test_what_matters_is_said_plainly(self, line, sentence):
        assert (supervision.plain(f"2026-11-23 12:00:00,123 {line}") or "").startswith(sentence)

    @pytest.mark.parametrize(
        "line", ["INFO stopped: web (exit status 0)", "INFO success: web entered RUNNING state", ""]
    )
    def test_the_rest_is_left_out(self, line):
        assert supervision.plain(line) is None

    def test_a_new_process_is_noted(self):
        assert supervision.spawned("INFO spawned: 'web' with pid 4711") == ("web", 4711)

    def test_without_the_simulator(self):
        assert "simulator" in supervision.programs("127.0.0.1", 8000, simulate=True)
        by_hand = set(supervision.programs("127.0.0.1", 8000, simulate=False))
        assert "simulator" not in by_hand and "phones" in by_hand, "a code is received without the simulator too"

    def test_every_queue_of_the_settings_has_a_worker(self):
        compose = (ROOT / "docker-compose.yml").read_text()
        assert f"-Q {supervision.QUEUES}" in compose


class TestWords:
    @pytest.mark.parametrize(
        ("seconds", "words"), [(0.04, "0.0 s"), (9.94, "9.9 s"), (59, "59 s"), (125, "2 min 05 s")]
    )
    def test_duration(self, seconds, words):
        assert speech.duration(seconds) == words

    def test_a_brief_step_leaves_no_line(self, capsys):
        with speech.step("Redis", "stopping", brief=True):
            pass
        assert capsys.readouterr().err.strip() == ""

    def test_a_step_that_fails_says_so(self, capsys):
        with pytest.raises(ValueError, match="x"), speech.step("Redis", "starting"):
            raise ValueError("x")
        assert "not finished" in capsys.readouterr().err

    def test_an_unknown_word_is_refused(self):
        with pytest.raises(Refusal, match="does not know “--fast”"):
            run.read_options(["--fast"])

    def test_every_command_is_in_the_help(self):
        assert all(f"./run {name}" in commands.HELP for name in run.COMMANDS)


class TestEnvironment:
    @pytest.mark.parametrize(
        ("host", "expected"),
        [("127.0.0.1", "http://127.0.0.1:8000"), ("0.0.0.0", "http://127.0.0.1:8000"), ("::1", "http://[::1]:8000")],
    )
    def test_address(self, host, expected):
        assert environment.address(host, 8000) == expected

    def test_other_commands_find_the_running_web_server(self, monkeypatch, tmp_path):
        monkeypatch.setattr(home, "LOCAL", tmp_path)
        monkeypatch.setattr(home, "recall", {"web_port": "8003"}.get)
        with home.take_lock("run.lock") as lock:
            lock.write("http://127.0.0.1:9001")
            lock.flush()
            assert environment.running_site() == "http://127.0.0.1:9001"
        assert environment.running_site() == "http://127.0.0.1:8003", "a ./run that was killed leaves its words behind"

    def test_only_this_machines_names_unless_it_listens_to_the_network(self):
        assert environment.allowed_hosts("127.0.0.1") == ["localhost", "127.0.0.1", "[::1]"]
        assert socket.gethostname() in environment.allowed_hosts("0.0.0.0")


class TestPackages:
    def test_the_stamp_follows_an_included_file(self, tmp_path):
        (tmp_path / "requirements.txt").write_text("a==1\n")
        development = tmp_path / "requirements-dev.txt"
        development.write_text("-r requirements.txt\nb==1\n")
        before = packages.fingerprint(development)
        (tmp_path / "requirements.txt").write_text("a==2\n")
        assert packages.fingerprint(development) != before

    @pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "deploy/requirements.txt"])
    def test_every_version_is_pinned(self, name):
        lines = (ROOT / name).read_text().splitlines()
        assert [line for line in lines if line and not line.startswith("-r ") and "==" not in line] == []


def test_the_preparation_runs_again_when_a_migration_comes(tmp_path):
    migrations = tmp_path / "customers" / "migrations"
    migrations.mkdir(parents=True)
    before = preparing.fingerprint(tmp_path)
    (migrations / "0001_initial.py").touch()
    assert preparing.fingerprint(tmp_path) != before


def test_a_private_folder_of_somebody_else_is_not_trusted(tmp_path):
    folder = tmp_path / "sockets"
    folder.mkdir(mode=0o755)
    with pytest.raises(Refusal, match="is not a private folder"):
        home.trusted_folder(folder, folder.stat().st_uid)


def test_missing_browser_is_a_failure_only_where_it_is_required(monkeypatch):
    monkeypatch.delenv("REQUIRE_BROWSER", raising=False)
    assert checks.without_browser() == ["-m", "not browser"]
    monkeypatch.setenv("REQUIRE_BROWSER", "1")
    with pytest.raises(Refusal, match="install Chromium"):
        checks.without_browser()


@pytest.mark.parametrize(
    ("there", "in_apt", "found", "asked"),
    [
        ({"chromium-headless-shell", "chromium"}, set(), "chromium-headless-shell", []),
        ({"chromium"}, {"chromium-headless-shell"}, "chromium-headless-shell", ["chromium-headless-shell"]),
        ({"chromium"}, set(), "chromium", ["chromium-headless-shell"]),
        (set(), {"chromium"}, "chromium", ["chromium-headless-shell", "chromium"]),
    ],
)
def test_the_browser_is_the_shell_where_there_is_one(monkeypatch, there, in_apt, found, asked):
    there, facts, apt = set(there), {}, []
    monkeypatch.setattr(chromium.shutil, "which", lambda name: name if name in there else None)
    monkeypatch.setattr(chromium.system, "can_install", lambda: True)
    monkeypatch.setattr(
        chromium.system, "install", lambda name, font: apt.append(name) or there.update({name} & in_apt)
    )
    monkeypatch.setattr(chromium.home, "recall", facts.get)
    monkeypatch.setattr(chromium.home, "remember", facts.__setitem__)
    assert (chromium.find_or_install(), chromium.find_or_install(), apt) == (found, found, asked)


class TestScripts:
    """What Node.js checks: all of it, what can be had of it, or nothing, and each is said."""

    @pytest.fixture
    def machine(self, monkeypatch):
        """A machine with Node.js and the compiler; ``machine(find=…)`` changes what there is."""

        def has(**parts):
            for name, value in parts.items():
                monkeypatch.setattr(node, name, lambda *given, value=value: value)

        monkeypatch.delenv("REQUIRE_BROWSER", raising=False)
        has(find="/usr/bin/node", find_compiler=Path("tsc"))
        return has

    def test_tests_and_types_are_checked(self, machine):
        found = node.checks()
        assert found["scripts"][:2] == ["/usr/bin/node", "--test"]
        assert "tests/js/queue_rules.test.js" in found["scripts"]
        assert found["script types"][1] == "tsc"

    def test_without_the_compiler_the_tests_run(self, machine):
        machine(find_compiler=None)
        assert list(node.checks()) == ["scripts"]

    def test_without_node_nothing_runs_unless_it_is_required(self, machine, monkeypatch, capsys):
        machine(find=None)
        assert node.checks() == {}
        assert "install Node.js" in "".join(capsys.readouterr())
        monkeypatch.setenv("REQUIRE_BROWSER", "1")
        with pytest.raises(Refusal, match="there is no Node"):
            node.checks()

    def test_the_lock_names_no_registry(self):
        assert "resolved" not in (ROOT / "package-lock.json").read_text()
