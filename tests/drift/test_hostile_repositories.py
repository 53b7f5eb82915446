"""A repository that means harm, or is merely odd, ends in verdicts: nothing of it runs, nothing hangs, nothing fills the memory."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from casefile import write_files
from repositories import commit, git, repository

from drift.flux import Flux
from drift.past import Past
from drift.repository import Repository
from drift.revision import Revision
from drift.snapshot import Archive

VERSION = "version: '3'\n"
ROOT = """apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: flux-system, namespace: flux-system}
spec: {path: ./cluster, sourceRef: {kind: GitRepository, name: flux-system}}
"""
DATA = {
    "components/c.yaml": """- id: c
  phase: gitops
  files:
    - {path: Taskfile.yml, task: build, lines: "3-4"}
    - {path: cluster/app.yaml}
    - {path: cluster/}
    - {path: scripts/run.sh}
    - {path: vendor/lib/file.yaml}
    - {path: talconfig.yaml, fields: [nodes.hostname]}
    - {path: big.yaml}
""",
    "commands/c.yaml": "- {id: a, run: task build}\n- {id: b, run: kubectl get pods -n web -l app=web}\n- {id: c, run: talosctl -n 10.0.0.1 version}\n",
}


def bomb(depth: int) -> str:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, depth)]
    return "\n".join(rows) + "\n"


def bombs(repo: Path) -> None:
    files = {"Taskfile.yml": VERSION + bomb(9) + "tasks: {build: echo}\n", "cluster/flux-system/gotk-sync.yaml": ROOT}
    commit(repo, files | {"cluster/kustomization.yaml": bomb(9), "talconfig.yaml": bomb(9)}, "Bombs")


def deep(repo: Path) -> None:
    nested = "[" * 200_000
    commit(
        repo,
        {"Taskfile.yml": VERSION + f"tasks: {nested}\n", "talconfig.yaml": nested, "cluster/flux-system/gotk-sync.yaml": nested},
        "Deep",
    )


def links(repo: Path) -> None:
    (repo / "cluster").symlink_to("/etc")
    (repo / "talconfig.yaml").symlink_to("talconfig.yaml")
    (repo / "scripts").symlink_to("../outside")
    (repo / "Taskfile.yml").symlink_to("/proc/self/environ")
    (repo / "vendor").symlink_to("vendor/lib/vendor")
    commit(repo, {}, "Links")


def circles(repo: Path) -> None:
    listing = "resources: [../cluster, ../other]\n"
    files = {"cluster/flux-system/gotk-sync.yaml": ROOT, "cluster/kustomization.yaml": listing, "other/kustomization.yaml": listing}
    commit(repo, files | {"Taskfile.yml": VERSION + "includes: {x: .}\ntasks:\n  build: [{task: build}]\n"}, "Circles")


def submodule(repo: Path) -> None:
    git(repo, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},vendor")
    git(repo, "commit", "--quiet", "--message", "A submodule")


def pointers(repo: Path) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
    commit(repo, {"Taskfile.yml": pointer, "cluster/app.yaml": pointer, "big.yaml": pointer}, "Pointers")


def large(repo: Path) -> None:
    text = "a: 1\n" * 20_000_000
    commit(repo, {"big.yaml": text, "Taskfile.yml": VERSION + "includes: {x: big.yaml}\ntasks: {build: ./big.yaml}\n"}, "Large")


def templated(repo: Path) -> None:
    text = VERSION + "includes: {x: '{{.NOWHERE}}/x.yml', y: 'https://example.org/y.yml'}\ntasks: {build: '{{.A}} ./{{.B}}/run.sh $(((('}\n"
    sync = ROOT.replace("./cluster", "./${CLUSTER}/{{ x }}")
    commit(repo, {"Taskfile.yml": text, "cluster/flux-system/gotk-sync.yaml": sync}, "Templated")


def broken(repo: Path) -> None:
    files = {
        "Taskfile.yml": "tasks:\n\t- x: [\n",
        "talconfig.yaml": ": : :\n",
        "cluster/app.yaml": "{{ if }}\n",
        "cluster/flux-system/gotk-sync.yaml": "- - -\n--",
    }
    commit(repo, files, "Broken")


def names(repo: Path) -> None:
    for name in (b"\xff\xfe.yaml", b"new\nline.yaml", b"\x1b[31mred.yaml", b"-rf"):
        with open(os.fsencode(repo) + b"/" + name, "wb") as file:  # noqa: PTH123 - pathlib would decode the name
            file.write(b"kind: Kustomization\napiVersion: kustomize.toolkit.fluxcd.io/v1\nmetadata: {name: x}\n")
    commit(repo, {}, "Names\x1b[31m")


def shells(repo: Path) -> None:
    nested = '"$(' * 30_000
    stars = "a*" * 200
    body = f"  build: |\n    {nested}\n    {'x' * 100_000}\n    {'task ' * 20_000}\n  '{stars}b': echo\n"
    commit(repo, {"Taskfile.yml": VERSION + "tasks:\n" + body, ".gitignore": "*a" * 500 + "\n"}, "Shells")


def wide(repo: Path) -> None:
    blob = git(repo, "hash-object", "-w", "--stdin", given=b"a: 1\n")
    tree = git(repo, "mktree", given="".join(f"100644 blob {blob}\tf{n:06}.yaml\n" for n in range(50_000)).encode())
    for _ in range(100):
        tree = git(repo, "mktree", given=f"040000 tree {tree}\tcluster\n".encode())
    head = git(repo, "commit-tree", tree, "-m", "Wide")
    git(repo, "update-ref", "refs/heads/main", head)


def multiplied(repo: Path) -> None:
    """Every Kustomization brings all of them, and every file."""
    one = ROOT.replace("./cluster", "./cluster/all")
    every = "---\n".join(one.replace("name: flux-system, n", f"name: k{number}, n") for number in range(1_000))
    files = {f"cluster/all/f{number}.yaml": "{apiVersion: v1, kind: ConfigMap, metadata: {name: x}}\n" for number in range(500)}
    commit(
        repo,
        {"cluster/all/ks.yaml": every, "cluster/flux-system/gotk-sync.yaml": one, "Taskfile.yml": VERSION + "tasks: {other: x}\n", **files},
        "Many",
    )


def doubled(repo: Path) -> None:
    """A tree whose folders are ten times the same, twelve deep."""
    blob = git(repo, "hash-object", "-w", "--stdin", given=b"x\n")
    tree = git(repo, "mktree", given=f"100644 blob {blob}\tf.txt\n".encode())
    for _ in range(12):
        tree = git(repo, "mktree", given="".join(f"040000 tree {tree}\td{number}\n" for number in range(10)).encode())
    sync = git(repo, "hash-object", "-w", "--stdin", given=ROOT.encode())
    top = git(repo, "mktree", given=f"040000 tree {tree}\tcluster\n100644 blob {sync}\tgotk-sync.yaml\n".encode())
    git(repo, "update-ref", "refs/heads/main", git(repo, "commit-tree", top, "-m", "Doubled"))


def empty(repo: Path) -> None:
    commit(repo, {}, "Nothing")


HARM: tuple[Callable[[Path], None], ...] = (
    bombs, deep, links, circles, submodule, pointers, large, templated, broken, names, shells, wide, multiplied, doubled,
    empty,
)  # fmt: skip
MOST_MEMORY = 500_000_000
MOST_SECONDS = 60


def drift(folder: Path, repo: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a person does, with bounds on its memory and time."""
    data = write_files(folder / "data", DATA)
    program = [
        sys.executable,
        "-c",
        "from phasebook.main import run; run()",
        "drift",
        "--data",
        str(data),
        "--repo",
        str(repo),
        "--all",
        *words,
    ]

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))

    return subprocess.run(program, capture_output=True, timeout=MOST_SECONDS, check=False, preexec_fn=bounded)


@pytest.mark.parametrize("harm", HARM, ids=lambda harm: harm.__name__)
def test_it_ends_in_verdicts(harm: Callable[[Path], None], tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    harm(repo)
    done = drift(tmp_path, repo)
    assert done.returncode in (0, 1), done.stderr.decode()
    assert b"task `build`" in done.stdout
    assert b"Traceback" not in done.stderr
    assert b"\x1b" not in done.stdout + done.stderr
    held = [line for line in done.stdout.splitlines() if b"task `build` holds" in line]
    assert not held or harm in (circles, shells, templated)


def test_what_leads_out_of_the_tree_is_not_followed(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    links(repo)
    said = drift(tmp_path, repo).stdout.decode()
    assert "folder `cluster/` unverifiable: cluster is a link that leads out of the repository" in said
    assert "script `scripts/run.sh` unverifiable: scripts/run.sh is a link that leads out of the repository" in said


def test_nothing_that_the_configuration_names_is_run(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    first = commit(repo, {"Taskfile.yml": VERSION + "tasks: {build: echo}\n", ".gitattributes": "* filter=evil diff=evil\n"}, "Begin")
    commit(repo, {"a.txt": "x"}, "More")
    mark = tmp_path / "it-ran"
    evil = f"touch {mark}"
    program = tmp_path / "evil.sh"
    program.write_text(f"#!/bin/sh\n{evil}\n")
    program.chmod(0o755)
    for name in ("post-checkout", "reference-transaction", "pre-auto-gc", "fsmonitor-watchman", "post-index-change"):
        hook = repo / ".git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\n{evil}\n")
        hook.chmod(0o755)
    settings = {
        "core.fsmonitor": str(program), "core.pager": evil, "core.sshCommand": str(program), "core.editor": evil, "core.askPass": str(program),
        "filter.evil.smudge": evil, "filter.evil.clean": evil, "filter.evil.process": str(program), "filter.evil.required": "true",
        "diff.evil.textconv": str(program), "diff.evil.command": str(program), "diff.external": str(program), "gpg.program": str(program),
        "log.showSignature": "true", "alias.cat-file": f"!{evil}", "alias.rev-parse": f"!{evil}", "credential.helper": f"!{evil}",
        "uploadpack.packObjectsHook": str(program), "extensions.partialClone": "far", "remote.far.url": f"ext::sh -c 'touch {mark}'",
        "remote.far.promisor": "true", "protocol.ext.allow": "always", "core.repositoryFormatVersion": "1",
    }  # fmt: skip
    for key, value in settings.items():
        git(repo, "config", key, value)
    oid = git(repo, "rev-parse", "HEAD:a.txt")
    (repo / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    mark.unlink(missing_ok=True)
    done = drift(tmp_path, repo, "--since", first)
    assert done.returncode in (0, 1), done.stderr.decode()
    assert not mark.exists()


def test_nothing_is_written_into_the_repository(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    commit(repo, {"Taskfile.yml": VERSION + "tasks: {build: echo}\n"}, "Begin")
    before = {path: path.stat().st_mtime_ns for path in repo.rglob("*")}
    drift(tmp_path, repo)
    assert {path: path.stat().st_mtime_ns for path in repo.rglob("*")} == before


def test_a_bare_repository_is_read_like_a_checkout(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    commit(repo, {"Taskfile.yml": VERSION + "tasks: {build: echo}\n"}, "Begin")
    git(tmp_path, "clone", "--quiet", "--bare", str(repo), "bare")
    assert drift(tmp_path, tmp_path / "bare").stdout == drift(tmp_path, repo).stdout


@pytest.mark.parametrize("words", [("--at", "nowhere"), ("--since", "nowhere"), ("--at", "--help"), ("--at", "")])
def test_a_revision_that_is_not_there_is_refused(words: tuple[str, str], tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    commit(repo, {}, "Begin")
    assert drift(tmp_path, repo, f"{words[0]}={words[1]}").returncode == 2


def test_a_folder_that_is_no_repository_is_refused_even_inside_one(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    commit(repo, {"inner/a.txt": "x"}, "Begin")
    done = drift(tmp_path, repo / "inner")
    assert (done.returncode, done.stderr.decode()) == (2, f"phasebook: {repo / 'inner'} is no Git repository\n")


def test_a_thousand_commits_are_walked_in_seconds(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    base = commit(repo, {"Taskfile.yml": VERSION + "tasks: {build: echo, keep: echo}\n"}, "Begin")
    stream = []
    for number in range(1000):
        body = f"{VERSION}tasks: {{{'build' if number < 400 else 'made'}: echo {number}, keep: echo}}\n"
        stream.append(
            f"commit refs/heads/main\ncommitter T <t@example.org> {1_700_000_000 + number} +0000\ndata {len(f'Step {number}')}\nStep {number}\n"
        )
        stream.append(f"{f'from {base}{chr(10)}' if number == 0 else ''}M 100644 inline Taskfile.yml\ndata {len(body)}\n{body}\n")
    git(repo, "fast-import", "--quiet", "--force", given="".join(stream).encode())
    started = time.monotonic()
    done = drift(tmp_path, repo, "--since", base)
    assert time.monotonic() - started < 30
    assert ": Step 400" in done.stdout.decode()


def test_an_object_that_is_a_pipe_is_not_waited_for_and_the_others_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = repository(tmp_path / "repo")
    commit(repo, {"pipe.yaml": "a: 1\n", "file.yaml": "b: 1\n"}, "Begin")
    name = git(repo, "rev-parse", "HEAD:pipe.yaml")
    place = repo / ".git" / "objects" / name[:2] / name[2:]
    place.unlink()
    os.mkfifo(place)
    monkeypatch.setattr("drift.git.SECONDS_OF_SILENCE", 0.3)
    held = Repository(repo)
    try:
        revision = Revision(held, held.commit("HEAD"))
        assert (revision.text("pipe.yaml"), revision.text("file.yaml")) == (None, "b: 1\n")
    finally:
        held.close()


def test_a_name_that_no_file_has_is_not_looked_for_in_what_flux_applied_at_each_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = repository(tmp_path / "repo")
    for number in range(5):
        commit(repo, {"cluster/flux-system/gotk-sync.yaml": ROOT + f"# {number}\n"}, f"Step {number}")
    asked: list[str] = []

    def nothing(revision: Revision, *_: object) -> Flux:
        asked.append(revision.commit.oid)
        return Flux()

    monkeypatch.setattr("drift.snapshot.flux_of", nothing)
    held = Repository(repo)
    try:
        past = Past(Archive(held), held.commit("HEAD"))
        known = {name: past.last_with(name, lambda then: bool(then.flux.kustomizations)) for name in ("never-written", "flux-system")}
    finally:
        held.close()
    assert known == {"never-written": None, "flux-system": None}
    assert len(asked) == 4, "once for each older commit, for the name that stands in a file"


def test_the_past_is_not_asked_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = repository(tmp_path / "repo")
    commit(repo, {"old.yaml": "a: 1\n"}, "Begin")
    for number in range(4):
        commit(repo, {"file.yaml": f"b: {number}\n"} | ({"old.yaml is gone": ""} if number == 0 else {}), f"Step {number}")
    held = Repository(repo)
    try:
        archive, head = Archive(held), held.commit("HEAD")
        assert Past(archive, head).last(lambda then: then.revision.entry("old.yaml") is not None) == 4
        monkeypatch.setattr("drift.past.MAX_LOOKS", 3)
        assert Past(archive, head).last(lambda then: then.revision.entry("old.yaml") is not None) is None
    finally:
        held.close()
