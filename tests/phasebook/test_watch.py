"""`phasebook check --watch` finds what a save brings about, and replays what it touches and nothing else."""

from pathlib import Path

from casefile import CASES, read_case, write_files

from phasebook.watch import Watcher, told

HEALTHY = read_case(CASES / "findings" / "healthy.catalog").files
OTHER = {
    "scenarios/other.yaml": "- {id: straight, title: Straight, faults: [pods-crashed], starts: repair}\n- {id: owner, title: Owner, changes: web, starts: ownership}\n"
}


def watched(root: Path) -> Watcher:
    watcher = Watcher(write_files(root, {**HEALTHY, **OTHER}))
    assert [played.scenario for played in watcher.look().played] == ["no-agents", "owner", "straight"]
    return watcher


def replayed(watcher: Watcher, root: Path, file: str, old: str, new: str) -> list[str]:
    text = {**HEALTHY, **OTHER}[file]
    assert old in text
    write_files(root, {file: text.replace(old, new)})
    return [played.scenario for played in watcher.look().played]


def test_a_look_at_what_has_not_changed_replays_nothing(tmp_path: Path) -> None:
    assert watched(tmp_path).look().played == ()


def test_words_for_people_replay_nothing(tmp_path: Path) -> None:
    assert replayed(watched(tmp_path), tmp_path, "components/web.yaml", "People read it", "Nobody reads it") == []


def test_a_runbook_replays_the_scenarios_that_come_through_it(tmp_path: Path) -> None:
    assert replayed(watched(tmp_path), tmp_path, "runbooks/repair.yaml", "    run: restart pods", "    run: get pods") == [
        "no-agents",
        "straight",
    ]


def test_a_tree_replays_the_scenarios_that_start_at_it(tmp_path: Path) -> None:
    assert replayed(watched(tmp_path), tmp_path, "trees/ownership.yaml", "then: boot, else: git", "then: git, else: boot") == ["owner"]


def test_a_command_replays_the_scenarios_that_run_it(tmp_path: Path) -> None:
    assert replayed(watched(tmp_path), tmp_path, "commands/get-pods.yaml", "takes: 2s", "takes: 9s") == ["no-agents", "straight"]


def test_a_condition_replays_everything(tmp_path: Path) -> None:
    assert replayed(watched(tmp_path), tmp_path, "components/web.yaml", "needs: [net]\n", "") == ["no-agents", "owner", "straight"]


REACTION = {
    "reactions/fail.yaml": "id: fail\nby: The page\nwhen: {net.agents: missing}\nset: {web.pods: crashed}\nafter: 5m\nwhy: It has no network.\n"
}


def test_a_reaction_replays_the_scenarios_in_which_it_is_met(tmp_path: Path) -> None:
    watcher = watched(tmp_path)
    write_files(tmp_path, REACTION)
    assert [played.scenario for played in watcher.look().played] == ["no-agents"]
    write_files(tmp_path, {name: text.replace("5m", "6m") for name, text in REACTION.items()})
    assert [played.scenario for played in watcher.look().played] == ["no-agents"]
    write_files(
        tmp_path, {name: text.replace("net.agents: missing", "net.agents: missing, web.pods: crashed") for name, text in REACTION.items()}
    )
    assert [played.scenario for played in watcher.look().played] == ["no-agents"]
    (tmp_path / "reactions/fail.yaml").unlink()
    assert watcher.look().played == ()  # no replay met it any more


def test_a_reaction_that_would_be_met_replays_too(tmp_path: Path) -> None:
    watcher = watched(tmp_path)
    write_files(
        tmp_path,
        {
            name: text.replace("net.agents: missing", "web: not-ready").replace("web.pods: crashed", "net.agents: missing")
            for name, text in REACTION.items()
        },
    )
    assert [played.scenario for played in watcher.look().played] == ["no-agents", "straight"]


def test_a_scenario_replays_itself(tmp_path: Path) -> None:
    assert "no-agents" in replayed(watched(tmp_path), tmp_path, "scenarios/no-agents.yaml", "The agents are gone", "No agents")


def test_a_mistake_is_told_and_its_mending_too(tmp_path: Path) -> None:
    watcher = watched(tmp_path)
    assert replayed(watcher, tmp_path, "components/web.yaml", "needs: [net]", "needs: [nett]") == []
    lines = list(told(watcher.look(), tmp_path))
    assert lines[0].startswith("error[REF001]: `nett` is no component, did you mean `net`?\n")
    assert " 1 errors, 0 warnings, 0 replays, 0 not as expected, " in lines[-1]
    write_files(tmp_path, HEALTHY)
    assert watcher.look().findings == ()
