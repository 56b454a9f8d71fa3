"""The renames of 29 November 2026, by script: modules and folders first, then the names that they give out.

``python tools/renames.py apply`` renames in the checkout it stands in. ``python tools/renames.py replay <commit>``, on a branch from before,
plays the branch's own commits again on top of ``<commit>``, the one that renamed: no conflict comes from a name. To be deleted when
every branch has passed it.
"""

import re
import subprocess
import sys
import tempfile
import tokenize
from pathlib import Path

GROUND = ("core", "organisation", "network", "alarms")

# Old module → new one, dotted; the ground has moved by then.
MODULES = {
    "ground.core.together": "ground.core.group_commit",
    "ground.core.remembering": "ground.core.process_cache",
    "ground.core.rows": "ground.core.bulk_update",
    "ground.core.copying": "ground.core.pg_copy",
    "ground.core.pace": "ground.core.simulation_speed",
    "ground.core.scratch": "ground.core.scratch_database",
    "ground.core.unheard": "ground.core.in_flight",
    "ground.core.sweeps": "ground.core.fault_isolation",
    "ground.core.bounds": "ground.core.storable",
    "ground.core.callers": "ground.core.client_marks",
    "ground.core.whole_bodies": "ground.core.request_buffering",
    "workorders.services.found": "workorders.services.crew_findings",
    "workorders.services.recognising": "workorders.services.duplicate_search",
    "workorders.services.placing": "workorders.services.report_location",
    "workorders.services.one_crew": "workorders.services.one_crew_per_supply",
    "dispatch.services.leaving": "dispatch.services.off_duty",
    "dispatch.sheet": "dispatch.score_matrices",
    "dispatch.selectors.askable": "dispatch.selectors.candidate_crews",
    "demo.telling": "demo.narration",
    "demo.copying": "demo.bulk_loading",
    "tests.core.test_together": "tests.core.test_group_commit",
    "tests.core.test_column_reading": "tests.core.test_pg_copy",
    "tests.core.test_sweeps": "tests.core.test_fault_isolation",
    "tests.core.test_whole_bodies": "tests.core.test_request_buffering",
    "tests.dispatch.test_leaving_crews": "tests.dispatch.test_off_duty",
}
# A module that goes into another one: only its importers are renamed here.
JOINED = {"ground.core.column_reading": "ground.core.pg_copy"}
# New module → its old names and their new ones.
NAMES = {
    "ground.core.group_commit": {"Together": "GroupCommit"},
    "ground.core.process_cache": {
        "Remembered": "CachedForSeconds",
        "RememberedVersion": "CachedByVersion",
        "remembered": "cached",
        "remembered_by": "cached_by_version",
        "forget_everything": "clear_all",
        "Forgetful": "Clearable",
        "register": "register_cache",
        "forget": "clear",
    },
    "ground.core.pg_copy": {"copy": "copy_rows"},
    "ground.core.simulation_speed": {"tell": "announce", "told": "current"},
    "ground.core.in_flight": {"is_on_its_way": "is_in_flight"},
    "ground.core.fault_isolation": {"each": "run_each", "in_turn": "run_steps"},
    "ground.core.storable": {"storable": "storable_text", "within_bounds": "storable_moment"},
    "ground.core.request_buffering": {"WholeBodies": "RequestBuffering"},
    "workorders.services.duplicate_search": {"wait_in_line": "lock_matters", "Open": "OpenMatters"},
    "workorders.services.report_location": {"Spot": "ReportLocation", "spots_of": "locate_reports"},
    "dispatch.score_matrices": {"Sheet": "ScoreMatrices"},
    "demo.narration": {"tell": "say_of_order"},
    "demo.bulk_loading": {"copy": "copy_rows"},
}
TEXTS = {".py", ".md", ".toml", ".yml", ".yaml", ".html", ".js", ".conf", ".txt", ".po", ""}


def git(*words: str, folder: Path | str = ".") -> str:
    return subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def path_of(module: str) -> str:
    return module.replace(".", "/") + ".py"


def apply(folder: Path) -> None:
    move(folder)
    for name in git("ls-files", folder=folder).splitlines():
        path = folder / name
        if path.suffix in TEXTS and path.is_file() and path.name != "renames.py" and "vendor" not in path.parts:
            rename_texts(path)
    for path in folder.rglob("*.py"):
        if ".local" not in path.parts and path.name != "renames.py":
            rename_names(path, ".".join(path.relative_to(folder).with_suffix("").parts))
    ruff = str(folder / ".local/venv/bin/ruff") if (folder / ".local").exists() else "ruff"
    subprocess.run([ruff, "check", "-q", "--select", "I", "--fix", "."], cwd=folder, check=False)
    subprocess.run([ruff, "format", "-q", "."], cwd=folder, check=False)


def move(folder: Path) -> None:
    (folder / "ground").mkdir(exist_ok=True)
    for name in GROUND:
        if (folder / "command_center" / name).exists():
            git("mv", f"command_center/{name}", f"ground/{name}", folder=folder)
    for old, new in MODULES.items():
        if (folder / path_of(old)).exists():
            git("mv", path_of(old), path_of(new), folder=folder)


def rename_texts(path: Path) -> None:
    """Dotted names and paths, wherever they stand."""
    try:
        before = text = path.read_text()
    except UnicodeDecodeError:
        return
    text = re.sub(rf"\bcommand_center([./])({'|'.join(GROUND)})\b", r"ground\1\2", text)
    for old, new in {**MODULES, **JOINED}.items():
        text = re.sub(rf"(?<![\w.]){re.escape(old)}\b", new, text)
        text = re.sub(rf"\b{re.escape(short(old))}\.py\b", f"{short(new)}.py", text)
    if text != before:
        path.write_text(text)


def short(module: str) -> str:
    """The path as pages give it: ``core/rows``, ``services/leaving``."""
    return "/".join(module.split(".")[-2:])


def rename_names(path: Path, module: str) -> None:
    """Names in code, never in words: those imported from a renamed module, and modules that are imported as such."""
    before = path.read_text()
    plain, members, as_modules = imported(path, before)
    if module in NAMES:
        plain |= NAMES[module]
        members |= {name: new for name, new in NAMES[module].items() if name == "forget"}
    if ".forget()" in before and "launcher" not in path.parts:
        members["forget"] = "clear"
    if not plain and not members and not as_modules:
        return
    lines = before.splitlines(keepends=True)
    tokens = list(tokenize.generate_tokens(iter(lines).__next__))
    changes = []
    for at, token in enumerate(tokens):
        if token.type != tokenize.NAME:
            continue
        after_dot = at > 0 and tokens[at - 1].string == "."
        owner = tokens[at - 2].string if after_dot else ""
        if after_dot and owner in as_modules:
            new = NAMES.get(as_modules[owner], {}).get(token.string)
        elif after_dot:
            new = members.get(token.string)
        else:
            new = plain.get(token.string) or (
                as_modules[token.string].split(".")[-1] if token.string in as_modules else None
            )
        if new and not (tokens[at + 1].string == "=" and tokens[at - 1].string in ("(", ",") and not after_dot):
            changes.append((token.start, token.end, new))
    for (row, start), (_, end), new in reversed(changes):
        line = lines[row - 1]
        lines[row - 1] = line[:start] + new + line[end:]
    if (text := "".join(lines)) != before:
        path.write_text(text)


def imported(path: Path, text: str) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    plain: dict[str, str] = {}
    as_modules: dict[str, str] = {}
    for found in re.finditer(r"^\s*from ([\w.]+) import (\([^)]*\)|[^\n]*)", text, re.MULTILINE):
        package, names = found[1], re.findall(r"\w+", found[2])
        for name in names:
            if package in NAMES and name in NAMES[package] and name != "forget":
                plain[name] = NAMES[package][name]
            whole = f"{package}.{name}"
            if whole in MODULES or whole in JOINED:
                as_modules[name] = {**MODULES, **JOINED}[whole]
    return plain, {}, as_modules


def replay(onto: str) -> None:
    """Each commit of this branch, with its names renamed, on top of ``onto``."""
    before = git("rev-parse", f"{onto}^")
    if git("merge-base", before, "HEAD") != before:
        git("rebase", before)
    branch, head = git("branch", "--show-current"), git("rev-parse", "HEAD")
    with tempfile.TemporaryDirectory() as scratch:
        tree = Path(scratch) / "tree"
        git("worktree", "add", "--detach", str(tree), before)
        try:
            (tree / ".local").symlink_to(Path(".local").resolve())
            base = last = renamed(tree, before, parent=None)
            for commit in git("rev-list", "--reverse", f"{before}..{head}").splitlines():
                last = renamed(tree, commit, parent=last)
        finally:
            git("worktree", "remove", "--force", str(tree))
    git("reset", "--hard", last)
    print(f"{branch} was {head}. Now: git rebase --onto {onto} {base}")
    subprocess.run(["git", "rebase", "--onto", onto, base], check=False)


def renamed(tree: Path, commit: str, *, parent: str | None) -> str:
    git("checkout", "-q", "--force", "--detach", commit, folder=tree)
    git("clean", "-fdq", "-e", ".local", folder=tree)
    apply(tree)
    git("add", "-A", ":!.local", folder=tree)
    whole = git("write-tree", folder=tree)
    message = git("log", "-1", "--format=%B", commit)
    return git("commit-tree", whole, *(["-p", parent] if parent else []), "-m", message)


if __name__ == "__main__":
    if sys.argv[1] == "apply":
        apply(Path.cwd())
    else:
        replay(sys.argv[2])
