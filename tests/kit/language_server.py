"""yaml-language-server as an editor speaks to it: over standard input and output."""

import json
import subprocess
from pathlib import Path
from typing import Any

SERVER = Path(__file__).parents[1] / "editor" / "node_modules" / ".bin" / "yaml-language-server"


class LanguageServer:
    """One running server that knows a folder and the schemas of its files."""

    def __init__(self, root: Path, schemas: dict[str, str]) -> None:
        self._settings = {"yaml": {"schemas": schemas, "yamlVersion": "1.2", "validate": True, "hover": True, "completion": True}}
        self._process = subprocess.Popen([str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self._last = 0
        self._asked = False
        self.diagnostics: dict[str, list[Any]] = {}
        folder = {"uri": root.as_uri(), "name": "root"}
        self.ask(
            "initialize",
            {
                "processId": None,
                "rootUri": root.as_uri(),
                "workspaceFolders": [folder],
                "capabilities": {"workspace": {"configuration": True}, "textDocument": {"hover": {"contentFormat": ["markdown"]}}},
            },
        )
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": self._settings})
        while not self._asked:
            self._next()
        self.findings(self.open(root / "data" / "systems" / "probe.yaml", "id: probe\n"))

    def tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def ask(self, method: str, params: Any) -> Any:
        """Send a request and return what is answered."""
        self._last += 1
        self._send({"id": self._last, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == self._last and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def open(self, path: Path, text: str) -> str:
        uri = path.as_uri()
        self.tell("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}})
        return uri

    def findings(self, uri: str) -> list[tuple[int, str]]:
        """Wait for what the server says of a file: the lines, counted from 1, and the messages."""
        while uri not in self.diagnostics:
            self._next()
        return [(found["range"]["start"]["line"] + 1, found["message"]) for found in self.diagnostics[uri]]

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._process.stdin.flush()

    def _next(self) -> Any:
        """Return the next message, and answer what the server asks of an editor."""
        stream = self._process.stdout
        assert stream is not None
        length = 0
        while (line := stream.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            length = int(value) if name == b"Content-Length" else length
        message = json.loads(stream.read(length))
        if message.get("method") == "workspace/configuration":
            self._asked = True
            self._send({"id": message["id"], "result": [self._settings.get(item["section"]) for item in message["params"]["items"]]})
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": None})
        elif message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        return message
