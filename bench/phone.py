"""What a reader on a slow phone waits for: Lighthouse's phone setting over pages of the site, from a server that compresses; and first loads.

python bench/phone.py [SITE] [PAGE ...]     LIGHTHOUSE names the program of npm's package `lighthouse`; without it only the first loads are measured.
"""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from phasebook.paper import PAPER

COMPRESSED = (".html", ".css", ".js", ".json", ".svg", ".xml")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TIMINGS = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift", "speed-index")
KILO = 1_000


class Compressing(SimpleHTTPRequestHandler):
    """Serves a folder as a server of static files does: compressed, to be kept for a while, on connections that stay open."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def send_head(self) -> IO[bytes] | None:  # type: ignore[override]  (either stream can be copied)
        """Send the head of an answer, and return what follows."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return None
        content = path.read_bytes()
        self.send_response(200)
        if path.suffix in COMPRESSED and "gzip" in self.headers.get("Accept-Encoding", ""):
            content = gzip.compress(content, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=31536000")
        self.end_headers()
        return BytesIO(content)


def first_load(site: Path, page: str) -> int:
    """Return how many bytes, compressed, a page loads that is opened first: itself, its styles, its scripts and those that they load."""
    text = (site / page).read_text(encoding="utf-8")
    loaded = re.findall(r'<script src="([^"]+)"|<link rel="stylesheet" href="([^"]+)"', text)
    files = {(site / page).parent.joinpath(next(filter(None, found))).resolve() for found in loaded}
    scripts = (file.read_text(encoding="utf-8") for file in files if file.suffix == ".js")
    later = (
        name.removeprefix("../")
        for script in scripts
        for names in re.findall(r"__load\((\[[^\]]+\])\)", script)
        for name in json.loads(names)
    )
    files |= {site.joinpath(name.removeprefix("../")).resolve() for name in later} | {
        (site / page).resolve(),
        (site / "assets" / "favicon.svg").resolve(),
    }
    return sum(len(gzip.compress(file.read_bytes(), 6)) for file in files)


def judged(program: str, url: str) -> dict[str, Any]:
    """Return what Lighthouse says of a page in its phone setting."""
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), "")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
        command = [program, url, "--quiet", "--output=json", f"--output-path={report}", flags]
        subprocess.run(command, check=True, capture_output=True, env={**os.environ, "CHROME_PATH": browser})
        said: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return said


def main(site: Path, pages: list[str]) -> None:
    """Measure, and print."""
    loads = {
        path: first_load(site, path) for path in sorted(one.relative_to(site).as_posix() for one in site.rglob("*.html")) if path != PAPER
    }
    heaviest = sorted(loads, key=lambda path: -loads[path])
    print(f"first load of {len(loads)} pages, compressed: at most {loads[heaviest[0]] / KILO:.0f} kB")
    for path in heaviest[:5]:
        print(f"  {loads[path] / KILO:6.1f} kB  {path}")
    program = shutil.which(os.environ.get("LIGHTHOUSE", "lighthouse"))
    if program is None:
        print("Lighthouse is not here: npm install lighthouse, and name it in LIGHTHOUSE")
        return
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Compressing, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for page in pages or ["index.html", heaviest[0]]:
            said = judged(program, f"http://127.0.0.1:{server.server_port}/{page}")
            scores = " ".join(f"{name} {100 * said['categories'][name]['score']:.0f}" for name in CATEGORIES)
            times = ", ".join(f"{name} {said['audits'][name]['displayValue']}" for name in TIMINGS)
            missed = [
                f"{audit['id']}: {audit['title']}"
                for name in CATEGORIES
                for ref in said["categories"][name]["auditRefs"]
                if (audit := said["audits"][ref["id"]])["score"] is not None and audit["score"] < 1 and ref["weight"]
            ]
            print("\n".join([f"{page}: {scores}", f"  {times}", *(f"  - {one}" for one in missed)]))
        server.shutdown()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "site"), sys.argv[2:])
