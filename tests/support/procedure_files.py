"""Files of procedures, good and bad, for tests."""

from __future__ import annotations

GOOD = '''
"""A procedure that works."""
from engine.scans.procedures.base import Arguments, Procedure

class Nothing(Arguments):
    pass

class Soak(Procedure):
    """Waits, then measures."""
    name = "soak"
    arguments = Nothing
    def axes(self, arguments): return ("stage.x",)
    def measures(self, arguments): return ("d",)
    def steps(self, arguments, tools):
        yield tools.move("stage.x", 1.0)
        yield tools.wait(0.001)
        yield tools.measure()

PROCEDURE = Soak()
'''


def with_steps(*lines: str) -> str:
    """The same with other steps; the first of these lines is line 15 of the file."""
    head, _, tail = GOOD.partition('        yield tools.move("stage.x", 1.0)\n')
    return head + "".join(f"        {line}\n" for line in lines) + tail[tail.index("\nPROCEDURE") :]


BAD = {
    "a syntax error": ("x = 1\ndef broken(:\n", 2, "invalid syntax"),
    "a missing import": ("x = 1\n\nimport nowhere_at_all\n", 3, "nowhere_at_all"),
    "an error at import": ("y = 1\nx = 1 / 0\n", 2, "division by zero"),
    "an error in a function that import calls": ("def f():\n    return {}['key']\n\nf()\n", 2, "key"),
    "the end of the program": ("import sys\nsys.exit(3)\n", 2, "ends the program"),
    "no procedure": ("x = 1\n", 0, "no PROCEDURE"),
    "a class instead of a procedure": (GOOD.replace("= Soak()", "= Soak"), 0, "write PROCEDURE = Soak()"),
    "something else": ("PROCEDURE = 3\n", 0, "derives from Procedure"),
    "a procedure that lacks its steps": (GOOD.replace("def steps", "def stops"), 19, "abstract"),
    "steps without tools": (
        GOOD.replace("steps(self, arguments, tools)", "steps(self, arguments)"),
        0,
        "steps",
    ),
    "axes with too much": (GOOD.replace("axes(self, arguments)", "axes(self, arguments, more)"), 0, "axes"),
    "no name": (GOOD.replace('name = "soak"', "name = None"), 0, "name"),
    "arguments that are no model": (GOOD.replace("arguments = Nothing", "arguments = dict"), 0, "arguments"),
    "arguments without a schema": (
        GOOD.replace("    pass", "    model_config = {'arbitrary_types_allowed': True}\n    x: type(print)"),
        0,
        "",
    ),
    "bytes that are no text": ("x = '\x00'\n", 0, "null bytes"),
}
"""By what is wrong: the file, its line (0: none in particular), and something of what is said."""
