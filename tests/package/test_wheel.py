"""The wheel, in an environment of its own: all that the program needs is in it, and a new guide works in another repository."""

import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
POISON = 'raise SystemExit("this is the other repository\'s own package")\n'


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the wheel and the sdist; the wheel is built from the sdist, as an installer does."""
    out = tmp_path_factory.mktemp("dist")
    make = "import sys, hatchling.build as b; print(getattr(b, sys.argv[1])(sys.argv[2]))"
    subprocess.run([sys.executable, "-c", make, "build_sdist", str(out)], cwd=ROOT, check=True, capture_output=True)
    (sdist,) = out.glob("*.tar.gz")
    with tarfile.open(sdist) as packed:
        packed.extractall(out / "unpacked", filter="data")
    (source,) = (out / "unpacked").iterdir()
    subprocess.run([sys.executable, "-c", make, "build_wheel", str(out)], cwd=source, check=True, capture_output=True)
    return out


@pytest.fixture(scope="module")
def program(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The console script of an environment that holds the wheel alone; what the wheel depends on is lent by this one, as there is no network."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False)
    (wheel,) = built.glob("*.whl")
    (site,) = home.glob("lib/python3*/site-packages")
    (site / "lent.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    install = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(home / "bin/python"),
        "install",
        "--no-deps",
        "--no-index",
        "--quiet",
        str(wheel),
    ]
    subprocess.run(install, check=True, capture_output=True)
    return home / "bin" / "phasebook"


def run(program: Path, *arguments: str, cwd: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [program, *arguments], cwd=cwd, capture_output=True, text=True, check=False, env={"PATH": "/usr/bin:/bin", "NO_COLOR": "1"}
    )


def test_a_new_guide_works_in_a_repository_with_packages_of_the_same_names(program: Path, tmp_path: Path) -> None:
    for name in ("catalog", "drift", "generator", "phasebook", "simulator"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(POISON, encoding="utf-8")
        (tmp_path / name / "mkdocs_pages.py").write_text(POISON, encoding="utf-8")
    for arguments in (["init"], ["check", "--strict"], ["simulate"], ["prove"], ["build"]):
        ran = run(program, *arguments, cwd=tmp_path)
        assert ran.returncode == 0, f"{arguments}: {ran.stdout}{ran.stderr}"
    assert (tmp_path / "site" / "index.html").is_file()
    assert ".pb-badge" in (tmp_path / "site/assets/phasebook.css").read_text(encoding="utf-8")
    assert "Operations guide" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert not list(tmp_path.glob("docs/assets"))


def test_init_touches_nothing_that_is_there(program: Path, tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("mine", encoding="utf-8")
    ran = run(program, "init", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == f"phasebook: `mkdocs.yml` is already in {tmp_path}: nothing was written\n"
    assert [path.name for path in tmp_path.iterdir()] == ["mkdocs.yml"]


def test_the_wheel_installs_no_more_than_its_packages_and_one_script(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {
        "catalog",
        "drift",
        "generator",
        "phasebook",
        "simulator",
    }
    assert "phasebook/site_files/mkdocs.yml" in names
    assert [name for name in names if name.endswith((".pyc", ".pth"))] == []
    entry = next(name for name in names if name.endswith("entry_points.txt"))
    assert zipfile.ZipFile(wheel).read(entry).decode().split() == ["[console_scripts]", "phasebook", "=", "phasebook.main:run"]
