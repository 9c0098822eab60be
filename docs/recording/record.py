#!/usr/bin/env python3
"""Make docs/images/recording.svg: a short terminal session with the built program.

    cargo build --release
    python3 -m venv target/recording
    target/recording/bin/pip install termtosvg-ng==1.4.1
    target/recording/bin/python docs/recording/record.py

The commands below are run in an empty folder with a fixed clock, so the same program gives the same
file, byte for byte. ONRECORD_PROGRAM names another program than target/release/onrecord.
"""

import contextlib
import fcntl
import json
import os
import struct
import subprocess
import sys
import tempfile
import termios
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("ONRECORD_PROGRAM", PROJECT / "target/release/onrecord")).resolve()
WINDOW = Path(__file__).with_name("window.svg")
PICTURE = PROJECT / "docs/images/recording.svg"

COLUMNS, ROWS = 80, 21

# Each screen starts empty. A pair is a line to type and the seconds to wait once its output is shown.
SCREENS = [
    [
        ("onrecord seed | head -1", 1.2),
        ("# Which claims are still unconfirmed?", 0.3),
        ("onrecord unconfirmed --topic putin-zelenskyy-meeting --limit 2", 5.5),
    ],
    [
        ("# Why is the first one unconfirmed?", 0.3),
        ("onrecord why putin-agreed-to-meet | tail -9", 5),
    ],
    [
        ("# News comes in (made up): record the document, then who said what", 0.3),
        (
            'onrecord source add kremlin-briefing --publisher "The Kremlin" \\\n'
            '    --title "Briefing of 20 August" --published 2025-08-20',
            0.8,
        ),
        ("onrecord say kremlin confirms putin-agreed-to-meet --source kremlin-briefing", 4.5),
        ("onrecord why putin-agreed-to-meet | tail -1", 4),
    ],
]

GREY, BOLD, PLAIN, CLEAR = "\x1b[90m", "\x1b[1m", "\x1b[0m", "\x1b[2J\x1b[H"
PROMPT = f"\x1b[32m$ {PLAIN}"
# Characters that appear at once, and how long they take. Single ones would make the file larger.
TYPED_AT_ONCE, TYPING = 4, 0.09


def run(line: str, folder: str) -> str:
    """What a command prints on a terminal, in the environment of the documentation's examples."""
    environment = {
        "PATH": f"{folder}/bin:/usr/bin:/bin",
        "TERM": "xterm-256color",
        "COLUMNS": str(COLUMNS),
        "ONRECORD_BY": "desk",
        "ONRECORD_NOW": "2025-08-20T11:00:00Z",
    }
    screen, terminal = os.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    shell = subprocess.Popen(
        ["bash", "-o", "pipefail", "-c", line],
        cwd=f"{folder}/desk",
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=terminal,
        stderr=terminal,
    )
    os.close(terminal)
    printed = b""
    # On Linux, reading fails once the other side of the terminal is closed.
    with contextlib.suppress(OSError):
        while read := os.read(screen, 65536):
            printed += read
    os.close(screen)
    if shell.wait() != 0:
        sys.exit(f"$ {line}\n{printed.decode()}")
    return printed.decode().replace("\r\n", "\n")


def session(folder: str) -> tuple[list[tuple[float, str]], float]:
    """The events of the session, each with its time, and the length of the whole."""
    events, now = [], 0.0

    def show(text: str, seconds: float) -> None:
        nonlocal now
        events.append((round(now, 2), text.replace("\n", "\r\n")))
        now += seconds

    for screen in SCREENS:
        show(CLEAR + PROMPT, 0.5)
        for line, seconds in screen:
            comment = line.startswith("#")
            for start in range(0, len(line), TYPED_AT_ONCE):
                typed = line[start : start + TYPED_AT_ONCE]
                show((GREY if comment else BOLD) + typed + PLAIN, TYPING)
            show("", 0.2)
            printed = "" if comment else run(line, folder) + "\n"
            show("\n" + printed + PROMPT, seconds)
    return events, now


def main() -> None:
    if not PROGRAM.exists():
        sys.exit(f"{PROGRAM} does not exist: run `cargo build --release` first")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("bin", "desk"):
            os.mkdir(f"{folder}/{name}")
        os.symlink(PROGRAM, f"{folder}/bin/onrecord")
        events, length = session(folder)

        cast = Path(folder, "session.cast")
        header = {"version": 2, "width": COLUMNS, "height": ROWS}
        lines = [header, *([time, "o", text] for time, text in events), [round(length, 2), "o", ""]]
        cast.write_text("".join(json.dumps(line) + "\n" for line in lines))

        # An event without text ends the session, so that the last screen stays as long as it should.
        window = Path(folder, "window.svg")
        window.write_text(WINDOW.read_text().replace("END", f"{length - 0.1:.2f}s"))
        render = [sys.executable, "-m", "termtosvg", "render", cast, PICTURE, "-t", window, "-D", "500"]
        subprocess.run(render, check=True)
    print(f"{PICTURE.relative_to(PROJECT)}: {length:.0f} seconds, {PICTURE.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
