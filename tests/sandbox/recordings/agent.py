"""A screen like an agent's: alternate screen, mouse, frames inside synchronized updates that redraw only what changed."""

import os
import select
import shutil
import signal
import sys
import termios
import tty

SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
LINES = [f"\x1b[38;5;{60 + n % 120}m●\x1b[0m step {n}: \x1b[1mread\x1b[0m file_{n}.py {'▏' * (n % 30)} 漢字 👍" for n in range(400)]


def main() -> None:
    """Until Ctrl-C."""
    saved = termios.tcgetattr(0)
    tty.setraw(0)
    out = sys.stdout.buffer
    out.write(b"\x1b[?1049h\x1b[?1000h\x1b[?1006h\x1b[?2004h\x1b[?25l\x1b]0;agent\x07\x1b[>1u")
    resized = [True]
    signal.signal(signal.SIGWINCH, lambda *_: resized.append(True))
    tick, typed = 0, ""
    try:
        while True:
            cols, rows = shutil.get_terminal_size()
            frame = ["\x1b[?2026h"]
            if resized:
                resized.clear()
                frame.append("\x1b[2J")
                frame += [f"\x1b[{rows - 3};1H\x1b[48;5;236m\x1b[K", f"\x1b[{rows};1H\x1b[44;97m keys: enter sends \x1b[K\x1b[0m"]
            if tick % 3 == 0:
                body = rows - 5
                for y in range(body):
                    frame.append(f"\x1b[{y + 1};1H{LINES[(tick // 3 + y) % len(LINES)]}\x1b[K")
                if tick % 12 == 0:
                    frame.append(f"\x1b[2;{body}r\x1b[{body};1H\n\x1b[31mscrolled\x1b[0m\x1b[r")
            frame.append(f"\x1b[{rows - 4};1H\x1b[33m{SPINNER[tick % 10]} thinking {tick}s\x1b[0m\x1b[K")
            frame.append(f"\x1b[{rows - 2};1H\x1b[7m>\x1b[27m {typed}\x1b[K\x1b[?2026l")
            out.write("".join(frame).encode())
            out.flush()
            tick += 1
            if select.select([0], [], [], 0.05)[0]:
                keys = os.read(0, 1024).decode(errors="replace")
                if "\x03" in keys:
                    return
                typed = (typed + keys.replace("\r", " ⏎ "))[-cols + 10 :]
            if tick > 120:
                return
    finally:
        out.write(b"\x1b[<u\x1b[?25h\x1b[?2004l\x1b[?1006l\x1b[?1000l\x1b[?1049l")
        out.flush()
        termios.tcsetattr(0, termios.TCSANOW, saved)


main()
