"""The pages under docs/ say what the code says."""

import re

import pytest
from django.utils.translation import override

from command_center.ground.custody.falling import TRADES
from command_center.ground.organisation.roles import RIGHTS, Right, Role
from command_center.screens.open_items.ranking import MARKS
from command_center.wiring import REACTIONS
from outages.life import states as outage_states
from outages.life.process import OUTAGE
from outages.planned.clashes import SEVERITY
from outages.planned.process import PLAN
from outages.planned.states import PlanStatus
from tests.house import catalogues, endpoints
from tests.house.sources import ROOT, calls, relative, table_rows
from workorders import labels
from workorders.api.doors import doors_of_verbs
from workorders.clocks.codes import WORDS
from workorders.kinds import KINDS
from workorders.kinds.common.verbs import CHANNELS
from workorders.kinds.fault.process import FAULT
from workorders.kinds.fault.states import Status
from workorders.models import TimeLimit

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)")
REQUIREMENTS = [*ROOT.glob("requirements*.txt"), ROOT / "deploy" / "requirements.txt"]
PACKAGE = re.compile(r"^([A-Za-z0-9][A-Za-z0-9_-]*)", re.MULTILINE)


def code(cell: str) -> str:
    return cell.strip("`")


def test_states_md_is_the_table_of_moves():
    chinese = catalogues.read_po("django")
    rows = {code(row[0]): row[1:] for row in table_rows("states.md", columns=3)}
    assert rows == {
        status.value: [chinese[label_in_english(status)], ", ".join(sorted(FAULT.moves[status])) or "—"]
        for status in Status
    }


def test_kinds_md_is_the_processes():
    chinese = catalogues.read_po("django")
    parts = re.split(r"^## .* `(\w+)`$", (ROOT / "docs/kinds.md").read_text(), flags=re.MULTILINE)
    told = {kind: ROW_OF_STATE.findall(table) for kind, table in zip(parts[1::2], parts[2::2], strict=True)}
    with override("en"):
        assert told == {
            process.kind: [
                (
                    code,
                    chinese[str(state.label)],
                    state.owner or "–",
                    state.clock or state.told or "–",
                    ", ".join(sorted(process.moves[code])) or "—",
                )
                for code, state in process.states.items()
            ]
            for process in KINDS
            if not process.repair
        }


ROW_OF_STATE = re.compile(r"^\| `(\w+)` \| (.*?) \| (.*?) \| (.*?) \| (.*?) \|$", re.MULTILINE)


@pytest.mark.parametrize(
    ("page", "processes"),
    [("states.md", [FAULT]), ("kinds.md", [process for process in KINDS if not process.repair])],
)
def test_every_verb_is_told_with_its_word_and_its_rights(page, processes):
    verbs = [verb for process in processes for verb in process.verbs if verb.rights]
    told = {code(row[0]): (row[1], row[2]) for row in table_rows(page, columns=4)}
    rights = {
        address: ", ".join(sorted({right.value for verb in verbs if verb.address == address for right in verb.rights}))
        for address in (verb.address for verb in verbs)
    }
    assert {address: rights for address, (_, rights) in told.items()} == rights
    assert [verb.name for verb in verbs if verb.label and not is_word_of(told[verb.address][0], processes, verb)] == []


def is_word_of(word: str, processes: list, verb) -> bool:
    """The word stands on a button of this address in one of the kinds."""
    with override("zh-hans"):
        same = [each for process in processes for each in process.verbs if each.address == verb.address]
        return word in {str(each.label) for each in same}


def label_in_english(status: Status) -> str:
    with override("en"):
        return str(labels.STATUS[status])


def test_states_md_draws_only_legal_moves():
    drawn = re.findall(r"^  (\w+) --> (\w+)", (ROOT / "docs/states.md").read_text(), re.MULTILINE)
    assert len(drawn) > 10
    assert [move for move in drawn if move[1] not in FAULT.moves[move[0]]] == []


def test_outages_md_is_the_table_of_moves():
    chinese = catalogues.read_po("django")
    rows = {code(row[0]): row[1:] for row in table_rows("outages.md", columns=4)}
    with override("en"):
        words = {status: chinese[str(OUTAGE.states[status].label)] for status in outage_states.Status}
    assert rows == {
        status.value: [
            words[status],
            ", ".join(sorted(OUTAGE.moves[status])) or "—",
            "yes" if status in outage_states.IN_LEDGER else "no",
        ]
        for status in outage_states.Status
    }
    drawn = re.findall(r"^  (\w+) --> (\w+)", (ROOT / "docs/outages.md").read_text(), re.MULTILINE)
    assert [move for move in drawn if move[1] not in OUTAGE.moves[move[0]]] == []


def test_planned_md_is_the_table_of_moves():
    chinese = catalogues.read_po("django")
    rows = {code(row[0]): row[1:3] for row in table_rows("planned.md", columns=4)}
    with override("en"):
        words = {status: chinese[str(PLAN.states[status].label)] for status in PlanStatus}
    assert rows == {
        status.value: [words[status], ", ".join(sorted(PLAN.moves[status])) or "—"] for status in PlanStatus
    }


def test_planned_md_has_every_finding():
    page = (ROOT / "docs/planned.md").read_text()
    rows = re.findall(r"^\| (WARN|BLOCK) \| `(\w+)` \|", page, re.MULTILINE)
    assert {finding: weight for weight, finding in rows} == SEVERITY


def test_states_md_has_every_clock():
    assert sorted(code(row[0]) for row in table_rows("states.md", columns=5)) == sorted(
        set(FAULT.clocks) - set(CHANNELS)
    )


def test_clocks_md_has_every_clock_in_words():
    chinese = catalogues.read_po("django")
    with override("en"):
        words = {name: chinese[str(word)] for name, word in WORDS.items() if name not in KINDS_OWN}
    assert {code(row[0]): row[1] for row in table_rows("clocks.md", columns=6)} == words


# A kind's own clocks stand on the page of the kind.
KINDS_OWN = {name for process in KINDS for name, rule in process.clocks.items() if rule.word}


@pytest.mark.django_db
def test_clocks_md_has_every_clock_with_a_limit():
    limited = set(TimeLimit.objects.values_list("code", flat=True)) - KINDS_OWN
    assert {code(row[0]) for row in table_rows("clocks.md", columns=6)} == limited


def test_the_map_of_the_house_leads_to_files_that_exist():
    page = (ROOT / "docs/architecture.md").read_text()
    table = page.partition("## Where is …?")[2].partition("To change something")[0]
    paths = re.findall(r"`([\w/]+(?:\.py|/))`", table)
    assert len(paths) > 20
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", sorted((ROOT / "docs/how-to").glob("*.md")), ids=lambda page: page.stem)
def test_a_how_to_page_names_files_that_exist(page):
    """But for the folder of the kind that its example makes."""
    paths = re.findall(r"`((?:\w[\w-]*/)+(?:[\w-]+\.\w+)?)`", page.read_text())
    assert [path for path in paths if not (ROOT / path).exists() and "kinds/hint" not in path] == []


def test_events_md_is_the_wiring():
    rows = {code(row[0]): row[3] for row in table_rows("events.md", columns=4)}
    wired = {
        event.name: ", ".join(f"`{reaction.name}`" for reaction in reactions) or "–"
        for event, reactions in REACTIONS.items()
    }
    assert rows == wired


def test_events_md_names_files_that_exist():
    for _, _, written_in, _ in table_rows("events.md", columns=4):
        first, *others = (code(path) for path in written_in.split(", "))
        folder = (ROOT / first).parent  # a name alone is a file beside the first one
        paths = [ROOT / first, *(ROOT / other if "/" in other else folder / other for other in others)]
        assert all(path.is_file() for path in paths), written_in


def test_api_md_has_every_endpoint():
    rows = {
        tuple(code(row[0]).split(" ", 1)) for row in table_rows("api.md", columns=3) if not row[0].startswith("`/ws/")
    }
    verbs = {(door.method, door.path) for door in doors_of_verbs()}  # in states.md and kinds.md
    assert rows - {("POST", "work-orders/{number}/…/")} == endpoints.described() - verbs


def test_security_md_is_the_table_of_rights():
    signs = {code(row[0]): row[2:] for row in table_rows("security.md", columns=2 + len(Right))}
    assert signs == {role.value: ["●" if right in RIGHTS[role] else "" for right in Right] for role in Role}


def test_operations_md_has_every_setting():
    page = (ROOT / "docs/operations.md").read_text()
    read = {
        call.args[0].value
        for path in (ROOT / "command_center/settings.py", ROOT / "command_center/env.py")
        for name, call in calls(path)
        if name in {"str", "int", "bool", "list"}
        and call.args
        and isinstance(getattr(call.args[0], "value", None), str)
    }
    assert len(read) > 15
    assert sorted(name for name in read if f"`{name}`" not in page) == []


def test_every_dependency_has_its_reason():
    page = (ROOT / "docs/decisions/dependencies.md").read_text()
    wanted = {name for path in REQUIREMENTS for name in PACKAGE.findall(path.read_text())}
    assert sorted(name for name in wanted if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", page)) == []


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_links_lead_somewhere(page):
    targets = [target.strip() for target in LINK.findall(page.read_text())]
    broken = [target for target in targets if not (page.parent / target).exists()]
    assert broken == []


def test_decisions_are_numbered_and_dated():
    for path in (ROOT / "docs/decisions").glob("[0-9]*.md"):
        text = path.read_text()
        assert text.startswith(f"# {path.name[:4]} ")
        assert re.search(r"\b20\d\d-\d\d-\d\d\b|(January|November|December) 20\d\d", text), path.name


def test_both_readmes_show_the_same_commands():
    commands = [re.findall(r"\./run[a-z \-]*", (ROOT / name).read_text()) for name in ("README.md", "README.zh-CN.md")]
    assert {command.strip() for command in commands[0]} == {command.strip() for command in commands[1]} != set()


def test_handover_md_has_every_trade_and_every_mark():
    rows = {code(row[0]): (row[1], row[2]) for row in table_rows("handover.md", columns=4)}
    assert rows == {name: (", ".join(trade.seats), trade.needs) for name, trade in TRADES.items()}
    assert [code(row[0]) for row in table_rows("handover.md", columns=2)] == list(MARKS)
