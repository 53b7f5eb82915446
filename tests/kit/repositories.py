"""Git repositories made for a test: one commit for each set of files."""

import os
import subprocess
from pathlib import Path

WHO = ("-c", "user.name=Tester", "-c", "user.email=tester@example.org", "-c", "commit.gpgsign=false", "-c", "core.autocrlf=false")
ENVIRONMENT = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_COMMITTER_DATE": "2026-01-02T03:04:05Z"}
GONE = " is gone"


def git(folder: Path, *words: str, given: bytes = b"") -> str:
    """Run one git command in a folder and return what it prints."""
    done = subprocess.run(["git", *WHO, *words], cwd=folder, input=given, capture_output=True, check=True, env=os.environ | ENVIRONMENT)
    return done.stdout.decode().strip()


def repository(folder: Path) -> Path:
    """Make an empty repository and return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    return folder


def commit(folder: Path, files: dict[str, str], subject: str) -> str:
    """Write files (a name that ends in ` is gone` deletes one), commit everything, and return the commit's id."""
    for name, text in files.items():
        path = folder / name.removesuffix(GONE)
        if name.endswith(GONE):
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        if name.endswith(".sh"):
            path.chmod(0o755)
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "--quiet", "--allow-empty", "--no-verify", "--message", subject)
    return git(folder, "rev-parse", "HEAD")
