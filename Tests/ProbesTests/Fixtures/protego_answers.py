"""Print what Protego says about robots.txt files.

Reads a JSON list from standard input, each with text, agent and paths, and prints a JSON list of lists of booleans. Ends
with status 3 when Protego is not installed.
"""

import json
import sys

try:
    from protego import Protego
except ImportError:
    sys.exit(3)

answers = []
for case in json.load(sys.stdin):
    parser = Protego.parse(case["text"])
    answers.append(
        [parser.can_fetch("https://example.com" + path, case["agent"]) for path in case["paths"]]
    )
json.dump(answers, sys.stdout)
