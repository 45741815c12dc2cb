"""A program that keeps to the pipe's protocol without a model: what Piper's process looks like from outside, good and bad."""

import json
import os
import sys
import time


def main() -> None:
    out = sys.stdout.buffer
    sys.stderr.write("loading\n")
    sys.stderr.flush()
    if os.environ.get("HOME") == "/nowhere":
        sys.exit(3)
    leaked = [name for name in os.environ if "SECRET" in name]
    out.write(json.dumps({"ready": True, "rate": 16000, "aligned": True, "leaked": leaked}).encode() + b"\n")
    out.flush()
    for line in sys.stdin.buffer:
        request = json.loads(line)
        text = request["text"]
        if text == "crash":
            sys.stderr.write("out of memory\n")
            sys.exit(1)
        if text == "hang":
            time.sleep(60)
        if text == "refuse":
            answer, pcm = {"id": request["id"], "error": "ValueError"}, b""
        elif text == "env":
            pcm = b""
            answer = {"id": request["id"], "bytes": 0, "words": [[name, 0, 0] for name in leaked], "took_ms": 1}
        else:
            pcm = b"\x01\x00" * (100 * len(text))
            answer = {"id": request["id"], "bytes": len(pcm), "words": [[text, 0, 10]], "took_ms": 1}
        out.write(json.dumps(answer).encode() + b"\n" + pcm)
        out.flush()


if __name__ == "__main__":
    main()
