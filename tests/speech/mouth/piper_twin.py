"""A program that keeps to the pipe's protocol without a model: what Piper's process looks like from outside, good and bad."""

import json
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

HELD, WRITING = threading.Event(), threading.Lock()


def main() -> None:
    sys.stderr.write("loading\n")
    sys.stderr.flush()
    if os.environ.get("HOME") == "/nowhere":
        sys.exit(3)
    leaked = [name for name in os.environ if "SECRET" in name]
    write({"ready": True, "rate": 16000, "aligned": True, "leaked": leaked})
    with ThreadPoolExecutor(2) as together:
        for line in sys.stdin.buffer:
            together.submit(answer, json.loads(line), leaked)


def answer(request: dict[str, Any], leaked: list[str]) -> None:
    number, text = request["id"], request["text"]
    match text:
        case "crash":
            sys.stderr.write("out of memory\n")
            sys.stderr.flush()
            os._exit(1)
        case "hang":
            HELD.wait(60)
        case "long":  # until another text is spoken beside it
            HELD.wait(20)
        case "beside":
            HELD.set()
        case "nonsense":
            return write(["what", "is", "this"])
        case _:
            pass
    if text == "refuse":
        return write({"id": number, "error": "ValueError"})
    if text == "env":
        return write({"id": number, "bytes": 0, "words": [[name, 0, 0] for name in leaked], "took_ms": 1})
    pcm = b"\x01\x00" * (100 * len(text))
    return write({"id": number, "bytes": len(pcm), "words": [[text, 0, 10]], "took_ms": 1}, pcm)


def write(header: Any, pcm: bytes = b"") -> None:
    with WRITING:
        sys.stdout.buffer.write(json.dumps(header).encode() + b"\n" + pcm)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
