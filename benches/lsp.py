#!/usr/bin/env python3
"""What somebody waits for who types in an editor: from a change to its diagnostics, and the memory of the server after many changes.

    benches/lsp.py PROGRAM FILE [EDITS]     by default 200 edits
"""

import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time


class Server:
    def __init__(self, program, folder):
        command = [program, "lsp", "--pause", "0"]
        self.process = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": {}})
        self.tell("initialized", {})

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def tell(self, method, params):
        self.send({"method": method, "params": params})

    def ask(self, method, params):
        self.send({"id": 1, "method": method, "params": params})
        while "id" not in self.read():
            pass

    def read(self):
        length = 0
        while line := self.process.stdout.readline().strip():
            name, value = line.split(b": ")
            length = int(value) if name == b"Content-Length" else length
        return json.loads(self.process.stdout.read(length))

    def diagnostics(self, version):
        while True:
            message = self.read()
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"].get("version") == version:
                return message["params"]["diagnostics"]

    def memory(self):
        """MiB of the server and of the process that analyses for it."""
        own = self.process.pid
        children = pathlib.Path(f"/proc/{own}/task/{own}/children").read_text().split()
        status = [pathlib.Path(f"/proc/{pid}/status").read_text() for pid in [own, *children]]
        return sum(int(text.split("VmRSS:")[1].split()[0]) for text in status) / 1024


def main():
    program, path = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2])
    edits = int(sys.argv[3]) if len(sys.argv) > 3 else 200
    text = path.read_text()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder).resolve()
        (folder / ".git").mkdir()
        file = folder / path.name
        file.write_text(text)
        server = Server(program, folder)
        uri, lines = file.as_uri(), text.count("\n")
        item = {"uri": uri, "languageId": "javascript", "version": 0, "text": text}
        server.tell("textDocument/didOpen", {"textDocument": item})
        found = len(server.diagnostics(0))
        times, begun = [], server.memory()
        for version in range(1, edits + 1):
            # A line is added in the middle and taken away again, so that the text does not grow.
            at = {"line": lines // 2, "character": 0}
            end = at if version % 2 else {"line": lines // 2 + 1, "character": 0}
            change = {"range": {"start": at, "end": end}, "text": "// Typed.\n" if version % 2 else ""}
            start = time.perf_counter()
            document = {"uri": uri, "version": version}
            server.tell("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})
            server.diagnostics(version)
            times.append((time.perf_counter() - start) * 1000)
            if version == edits // 10:
                begun = server.memory()
        ended = server.memory()
        print(f"{path.name}: {lines} lines, {found} findings, {edits} edits")
        print(f"  ms: least {min(times):.1f}, median {statistics.median(times):.1f}, most {max(times):.1f}")
        print(f"  MiB after a tenth of the edits: {begun:.0f}, after all: {ended:.0f}")
        server.ask("shutdown", None)
        server.tell("exit", {})
        server.process.wait()


main()
