"""Where maintainers work: the hooks for pre-commit and the action for GitHub, as far as they run without either."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from support.paths import ROOT

yaml = pytest.importorskip("yaml", reason="PyYAML is not here")

HOOKS, ACTION = ROOT / ".pre-commit-hooks.yaml", ROOT / "action.yml"

pytestmark = [
    pytest.mark.skipif(not ACTION.is_file(), reason="these files are only in the repository"),
    pytest.mark.skipif(os.name != "posix", reason="stand-ins for commands are shell scripts"),
]
needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not here")

ARCHIVE = {
    "aaaarch.redif": "Template-Type: ReDIF-Archive 1.0\nHandle: RePEc:aaa\nName: Example Department\n"
    "Maintainer-Email: maintainer@example.org\nDescription: Working papers\nURL: https://example.org/RePEc/aaa/\n",
    "aaaseri.redif": "Template-Type: ReDIF-Series 1.0\nName: Working papers\nType: ReDIF-Paper\n"
    "Provider-Name: Example Department\nMaintainer-Email: maintainer@example.org\nHandle: RePEc:aaa:wpaper\n",
    "wpaper/Older papers.RDF": "Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Ada Example\nTitle: Prices and the season\n"
    "Creation-Date: 2001-04\nHandle: RePEc:aaa:wpaper:2001-01\n",
}
OLDER = "wpaper/Older papers.RDF"
MISSPELLED = ("2001-04", "spring 2001")  # a warning
DOI = ("Handle:", "DOI: https://doi.org/10.1000/182\nHandle:")  # advice, and fixed safely


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder with an archive without problems."""
    folder = tmp_path / "a maintainer's folder"
    for name, text in ARCHIVE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A PATH with redif on it."""
    program(tmp_path / "bin" / "redif", f'exec {shlex.quote(sys.executable)} -P -m redif "$@"')
    return f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"


def program(file: Path, script: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


def change(file: Path, before: str, after: str) -> None:
    file.write_text(file.read_text().replace(before, after))


# Hooks


@cache
def hooks() -> dict[str, dict[str, Any]]:
    return {hook["id"]: hook for hook in yaml.safe_load(HOOKS.read_text())}


def run_hook(name: str, folder: Path, path: str) -> subprocess.CompletedProcess[str]:
    """Do what pre-commit does: run the entry with its arguments and the files of the folder that the hook is for."""
    hook = hooks()[name]
    files: list[str] = []
    if hook.get("pass_filenames", True):
        named = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
        files = [file for file in named if re.search(hook["files"], file)]
    command = [*shlex.split(hook["entry"]), *hook.get("args", ()), *files]
    environment = {**os.environ, "PATH": path}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_hooks_say_what_pre_commit_asks_for() -> None:
    assert list(hooks()) == ["redif-check-archive", "redif-check", "redif-fix"]
    for hook in hooks().values():
        assert hook["language"] == "python"
        assert hook["require_serial"] is True
        assert hook["entry"].startswith("redif check")
        assert hook["name"]
        assert hook["description"]
        assert "types" not in hook
        assert ("files" in hook) is hook.get("pass_filenames", True) is not hook.get("always_run", False)


@pytest.mark.parametrize("name", ["redif-check", "redif-fix"])
def test_hooks_take_files_by_their_endings(name: str) -> None:
    files = re.compile(hooks()[name]["files"])
    assert all(map(files.search, ["a.rdf", "b/c.redif", "D.RDF", "e f.ReDIF"]))
    assert not any(map(files.search, ["a.rdf.bak", "b.rdfs", "rdf", "c.redif~", "rdf/d.txt"]))


def test_pre_commit_takes_the_hooks() -> None:
    pre_commit = shutil.which("pre-commit")
    if pre_commit is None:
        pytest.skip("pre-commit is not here")
    done = subprocess.run([pre_commit, "validate-manifest", HOOKS], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


def test_pre_commit_runs_the_hooks(archive: Path, path: str) -> None:
    """With the redif that is here, since pre-commit would need the network to install it."""
    if shutil.which("pre-commit") is None or shutil.which("git") is None:
        pytest.skip("pre-commit or git is not here")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment |= {"PATH": path, "PRE_COMMIT_HOME": str(archive.parent / "pre-commit"), "PRE_COMMIT_COLOR": "never"}

    def ran(*command: str) -> tuple[int, str]:
        done = subprocess.run(command, cwd=archive, env=environment, capture_output=True, text=True, check=False, timeout=60)
        return done.returncode, done.stdout + done.stderr

    local = [{**hook, "language": "system"} for hook in hooks().values()]
    (archive / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": local}]}))
    assert ran("git", "init", "-q")[0] == ran("git", "add", ".")[0] == 0
    status, said = ran("pre-commit", "run", "--all-files")
    assert (status, said.count("Passed")) == (0, 3), said
    change(archive / OLDER, *DOI)
    change(archive / OLDER, *MISSPELLED)
    ran("git", "add", ".")
    status, said = ran("pre-commit", "run", "--all-files")
    assert (status, said.count("Failed")) == (1, 3), said
    assert "1 problem fixed in 1 file" in said
    assert said.count(": warning value-invalid ") == 2, said


@pytest.mark.parametrize("name", ["redif-check", "redif-check-archive"])
def test_hooks_that_check(name: str, archive: Path, path: str) -> None:
    change(archive / OLDER, *MISSPELLED)
    done = run_hook(name, archive, path)
    assert (done.returncode, done.stderr) == (1, "")
    assert f"{OLDER}:4:16: warning value-invalid" in done.stdout
    (archive / "redif.toml").write_text('fail-on = "error"\n')
    assert run_hook(name, archive, path).returncode == 0  # the hooks do not override settings


def test_only_the_archive_as_a_whole_misses_a_file(archive: Path, path: str) -> None:
    (archive / "aaaseri.redif").unlink()
    assert run_hook("redif-check", archive, path).returncode == 0
    done = run_hook("redif-check-archive", archive, path)
    assert done.returncode == 1
    assert "series-missing" in done.stdout


def test_the_hook_that_fixes(archive: Path, path: str) -> None:
    change(archive / OLDER, *MISSPELLED)
    before = (archive / OLDER).read_text()
    change(archive / OLDER, *DOI)
    assert run_hook("redif-fix", archive, path).returncode == 0  # pre-commit sees by itself what was changed
    assert (archive / OLDER).read_text() == before.replace("Handle:", "DOI: 10.1000/182\nHandle:")


# The action


@cache
def action() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(ACTION.read_text())
    return loaded


def steps() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = action()["runs"]["steps"]
    return found


def step(name: str) -> dict[str, Any]:
    (found,) = (found for found in steps() if found["name"] == name)
    return found


def evaluated(text: str, inputs: dict[str, str]) -> str:
    """A value in which GitHub puts inputs."""
    return re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda match: inputs[match[1]], text)


class Job:
    """A job on GitHub in which the action is used, as far as its scripts can tell."""

    def __init__(self, workspace: Path, path: str) -> None:
        self.workspace = workspace
        self.output = workspace.parent / "output"
        self.action_path = workspace.parent / "where actions; are $(kept)"
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "REDIF_"))},
            "PATH": path, "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(workspace),
            "GITHUB_ACTION_PATH": str(self.action_path), "GITHUB_OUTPUT": str(self.output),
        }  # fmt: skip

    def run(self, name: str, **inputs: str) -> subprocess.CompletedProcess[str]:
        """Run one step, with inputs named by `_` in place of `-`."""
        given = {name: value["default"] for name, value in action()["inputs"].items()}
        given |= {name.replace("_", "-"): value for name, value in inputs.items()}
        found = step(name)
        environment = self.environment | {key: evaluated(value, given) for key, value in found.get("env", {}).items()}
        script = self.workspace.parent / "script.sh"
        script.write_text(found["run"])
        self.output.write_text("")
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
            cwd=self.workspace, env=environment, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip

    def sarif(self, file: str = "redif.sarif") -> list[tuple[str, str]]:
        """The codes that were written, and the files they are of; the step has to say that it wrote them."""
        assert self.output.read_text() == "written=true\n"
        (run,) = json.loads((self.workspace / file).read_text())["runs"]
        return [
            (result["ruleId"], result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
            for result in run["results"]
        ]


@pytest.fixture
def job(archive: Path, path: str) -> Job:
    return Job(archive, path)


def test_the_action_is_made_as_github_asks_for() -> None:
    assert set(action()) == {"name", "description", "inputs", "runs"}
    assert set(action()["inputs"]) == {"paths", "args", "fail-on", "sarif", "upload", "python-version"}
    for given in action()["inputs"].values():
        assert isinstance(given["default"], str)  # on GitHub, every input is text
        assert given["description"]
    assert action()["runs"]["using"] == "composite"
    for found in steps():
        assert ("run" in found) is ("shell" in found) is not ("uses" in found)
    used = set(re.findall(r"inputs\.([a-z-]+)", ACTION.read_text()))
    assert used == set(action()["inputs"])


def test_no_input_stands_in_a_script() -> None:
    for found in steps():
        assert "${{" not in found.get("run", "")


def test_the_upload_neither_hinders_nor_is_hindered() -> None:
    upload = step("Upload to code scanning")
    assert upload["continue-on-error"] is True
    assert upload["if"] == "always() && inputs.upload == 'true' && steps.check.outputs.written == 'true'"
    assert step("Check")["id"] == "check"
    assert "continue-on-error" not in step("Check")
    told = step("Report a failed upload")
    assert told["if"] == f"always() && steps.{upload['id']}.outcome == 'failure'"


@needs_bash
def test_the_warning_is_one_line(job: Job) -> None:
    done = job.run("Report a failed upload")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"::warning title=redif::[^\n]+\n", done.stdout)


@needs_bash
def test_redif_is_installed_from_the_action(job: Job, tmp_path: Path) -> None:
    program(tmp_path / "bin" / "pip", 'for argument; do echo "<$argument>"; done')
    done = job.run("Install redif")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "<install>"
    assert done.stdout.splitlines()[-1] == f"<{job.action_path}>"


@needs_bash
def test_an_archive_that_is_as_it_should_be(job: Job) -> None:
    done = job.run("Check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert job.sarif() == []


@needs_bash
def test_what_is_wrong_is_annotated_and_written(job: Job) -> None:
    change(job.workspace / OLDER, *MISSPELLED)
    (job.workspace / "-other").mkdir()
    (job.workspace / "-other" / "b.rdf").write_text("Template-Type: ReDIF-Nothing 1.0\n")
    done = job.run("Check", paths=f"\n{OLDER}\n\n-other\n", sarif="reports of redif/-x.sarif")
    assert (done.returncode, done.stderr) == (1, "")
    first, second = done.stdout.splitlines()
    assert re.fullmatch(r"::warning file=wpaper/Older papers\.RDF,line=4,[^:]*,title=value-invalid::.+", first)
    assert re.fullmatch(r"::error file=-other/b\.rdf,line=1,[^:]*,title=template-unknown::.+", second)
    assert job.sarif("reports of redif/-x.sarif") == [
        ("value-invalid", "wpaper/Older%20papers.RDF"), ("template-unknown", "-other/b.rdf"),
    ]  # fmt: skip


@needs_bash
def test_what_could_not_be_checked_is_not_uploaded(job: Job) -> None:
    """An upload would mean that whatever is not in it has been fixed."""
    change(job.workspace / OLDER, *MISSPELLED)
    done = job.run("Check", paths=f"{OLDER}\nnot there.rdf")
    assert done.returncode == 2
    assert "::warning file=" in done.stdout
    assert done.stderr.startswith("redif: cannot read not there.rdf: ")
    assert job.output.read_text() == ""
    assert not (job.workspace / "redif.sarif").exists()


class Standin:
    """A redif that only records how it was called."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.calls = job.workspace.parent / "calls"
        script = f"""printf '%s\\0' "$@" '' >> {shlex.quote(str(self.calls))}
            case "$*" in *--exit-zero*) exit 0;; esac
            exit "$STATUS\""""
        program(job.workspace.parent / "bin" / "redif", script)

    def called(self, status: int = 0, **inputs: str) -> tuple[int, list[list[str]]]:
        """The exit status of the step, and the arguments redif was called with, when redif ends with a status."""
        self.calls.write_text("")
        self.job.environment["STATUS"] = str(status)
        done = self.job.run("Check", **inputs)
        assert (done.stdout, done.stderr) == ("", "")
        return done.returncode, [call.split("\0") for call in self.calls.read_text().split("\0\0")[:-1]]


@pytest.fixture
def standin(job: Job) -> Standin:
    return Standin(job)


def calls(paths: list[str], options: list[str], sarif: str = "redif.sarif") -> list[list[str]]:
    return [
        ["check", *options, "--format=github", "--", *paths],
        ["check", *options, "--format=sarif", f"--output={sarif}", "--exit-zero", "--", *paths],
    ]


@needs_bash
def test_inputs_become_options(standin: Standin) -> None:
    assert standin.called() == (0, calls(["."], []))
    assert standin.called(paths="\n b .rdf\n\n-\n") == (0, calls([" b .rdf", "-"], []))
    assert standin.called(paths="") == (0, calls([], []))
    assert standin.called(args="--lengths\n  --ignore doi,title ") == (0, calls(["."], ["--lengths", "--ignore", "doi,title"]))
    assert standin.called(args="--quiet", fail_on="error") == (0, calls(["."], ["--quiet", "--fail-on=error"]))


@needs_bash
@pytest.mark.parametrize("status", [0, 1, 2, 143])
def test_the_job_fails_as_the_check_does(standin: Standin, status: int) -> None:
    both = calls(["."], [])
    assert standin.called(status) == (status, both if status <= 1 else both[:1])
    assert standin.job.output.read_text() == ("written=true\n" if status <= 1 else "")


HOSTILE = (
    "; touch taken", "$(touch taken)", "`touch taken`", "'; touch taken; '", '"; touch taken; "', "& touch taken &",
    "|touch taken", "x\ntouch taken", "$IFS", "${PATH}", "*", "-o\ntaken", "--output=taken", "$((1/0))", "a\\", "a'b", "--",
    "EOF\ntouch taken", "${{ github.token }}", "%s%n", "~", "!!", "\x1b[31m", "a b",
)  # fmt: skip


@needs_bash
@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_in_an_input_is_run(standin: Standin, hostile: str) -> None:
    """An input reaches redif as it is, and does nothing on the way."""
    before = set(standin.job.workspace.rglob("*"))
    assert standin.called(paths=hostile) == (0, calls(hostile.split("\n"), []))
    assert standin.called(args=hostile) == (0, calls(["."], hostile.split()))
    assert standin.called(fail_on=hostile) == (0, calls(["."], [f"--fail-on={hostile}"]))
    assert set(standin.job.workspace.rglob("*")) == before
    assert standin.called(sarif=hostile) == (0, calls(["."], [], hostile))  # only the folder it is to be in may be made
    assert set(standin.job.workspace.rglob("*")) - before <= {standin.job.workspace / os.path.dirname(hostile)}
