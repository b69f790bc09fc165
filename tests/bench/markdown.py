"""What hostile text costs to render, in multiples of plain text of the same length, measured in one run."""

import sys
import time

from community.markdown import LONGEST, render

BOUND = 10
TURNS = 15
PLAIN = "\n\n".join(["The quick brown fox jumps over the lazy dog near a river bank. " * 8] * 20)[:LONGEST]
HOSTILE = {
    "brackets": "[" * LONGEST,
    "images": "![" * LONGEST,
    "links": "[a](" * LONGEST,
    "pointed links": "[a](<b" * LONGEST,
    "stars": "*a" * LONGEST,
    "mixed emphasis": "**a_ " * LONGEST,
    "quotes": "> " * LONGEST,
    "quoted paragraphs": "> a\n\n" * LONGEST,
    "deep quotes": "\n".join(">" * (n % 60) + "a" for n in range(2000)),
    "lists": "- a\n" * LONGEST,
    "numbered lists": "1. a\n" * LONGEST,
    "deep lists": "".join(" " * n + "- a\n" for n in range(200)),
    "paragraphs": "a\n\n" * LONGEST,
    "paragraphs and one mark": "a\n\n" * 3300 + "*",
    "paragraphs with and without marks": "*\n\na\n\n" * LONGEST,
    "lines": "a\n" * LONGEST,
    "ends of lines": "\n" * (LONGEST - 1) + "*",
    "rules": "---\n\n" * LONGEST,
    "indented code": "    a\n\n" * LONGEST,
    "backticks": "".join("`" * n + " " for n in range(1, 200)),
    "codes": "`a`" * LONGEST,
    "entities": "&amp;" * LONGEST,
    "tags": "<a " * LONGEST,
    "double quotes": '"' * LONGEST,
    "backslashes": "\\*" * LONGEST,
    "spaces": " " * LONGEST,
    "spaces on lines": " \n" * LONGEST,
    "addresses": "<http://a>" * LONGEST,
    "bare addresses": "http://a " * LONGEST,
    "addresses that end early": "http://a)" * LONGEST,
    "addresses that never end": "http://([" * LONGEST,
    "unending address": "http://" * LONGEST,
    "open fences": "\n```\na" * LONGEST,
    "closed fences": "~~~\na\n~~~\n" * LONGEST,
    "fences of every length": "".join("`" * n + "\na\n" + "`" * n + "\n" for n in range(3, 140)),
    "what looks like a fence": "x\n``` `\n" + "a\n" * 4900 + "``` `",
    "brackets below the bound": "[" * 340 + PLAIN,
    "stars below the bound": "*a* " * 174 + PLAIN,
    "lists below the bound": "- a\n" * 86 + PLAIN,
    "links below the bound": "[a](b) " * 69 + PLAIN,
}


def of_full_length(text: str) -> str:
    """Return `text` cut, or filled up with plain words, to the longest that is taken."""
    return text[:LONGEST] + PLAIN[: max(0, LONGEST - len(text))]


def main() -> int:
    """Print what each text costs; exit 1 where one costs more than its bound."""
    plain = _milliseconds(PLAIN)
    ratios = {name: _milliseconds(of_full_length(text)) / plain for name, text in HOSTILE.items()}
    print(f"plain text of {LONGEST} characters: {plain:.2f} ms")
    for name, ratio in sorted(ratios.items(), key=lambda each: -each[1]):
        print(f"{ratio:5.1f} × plain  {name}{'' if ratio <= BOUND else f'  more than {BOUND}'}")
    return 0 if max(ratios.values()) <= BOUND else 1


def _milliseconds(text: str) -> float:
    """Return the least of several times, which a busy machine lengthens but never shortens."""
    times = []
    for _ in range(TURNS):
        began = time.process_time()
        render(text)
        times.append(time.process_time() - began)
    return min(times) * 1000


if __name__ == "__main__":
    sys.exit(main())
