"""A command line that cannot be understood, told in Vietnamese: what is wrong with which word, and where to look.

Belongs here: the sentences for typer's usage errors. Does not: trouble while a command works (app.py, failure.py).
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from enum import Enum
from types import UnionType
from typing import Any, get_args

from warehouse.wording import Wording

_VI = Wording("vi")
_IN_QUOTES = re.compile(r"'([^']*)'")
_IN_BRACKETS = re.compile(r"argument\(s\) \((.*)\)", re.DOTALL)


def told(error: Any) -> str:
    """The sentences for one of typer's usage errors: what is wrong, then the command that tells how to use it."""
    if type(error).__name__ == "NoArgsIsHelpError":
        return str(error.message)
    look = _VI.say("cli.usage.help", command=error.ctx.command_path) if error.ctx else ""
    return f"cchc: {_told(error)} {look}".rstrip()


def _told(error: Any) -> str:
    kind, message = type(error).__name__, str(error.message)
    if kind == "MissingParameter":
        return _VI.say("cli.usage.missing", what=_shown(error.param))
    if kind == "NoSuchOption":
        return _VI.say("cli.usage.no_option", option=error.option_name) + _perhaps(error.possibilities or ())
    if kind == "BadOptionUsage":
        return _VI.say("cli.usage.needs_value" if "requires" in message else "cli.usage.takes_no_value", option=error.option_name)
    if kind == "BadParameter":
        return _bad_value(error, message)
    if message.startswith("No such command"):
        typed = "".join(_IN_QUOTES.findall(message)[:1])
        return _VI.say("cli.usage.no_command", command=typed) + _perhaps(get_close_matches(typed, error.ctx.command.commands))
    if message.startswith("Missing command"):
        return _VI.say("cli.usage.missing_command")
    if extra := _IN_BRACKETS.search(message):
        return _VI.say("cli.usage.extra", words=extra[1])
    return message


def _bad_value(error: Any, message: str) -> str:
    if error.param is None:
        return message
    kinds = _kinds(error.param)
    choices = [str(each.value) for kind in kinds if isinstance(kind, type) and issubclass(kind, Enum) for each in kind]
    if choices:
        return _VI.say("cli.usage.one_of", what=_shown(error.param), choices=", ".join(choices))
    if int in kinds and error.param.min is not None and error.param.max is not None:
        return _VI.say("cli.usage.whole_number_within", what=_shown(error.param), lowest=error.param.min, highest=error.param.max)
    if int in kinds:
        return _VI.say("cli.usage.whole_number", what=_shown(error.param))
    return _VI.say("cli.usage.bad_value", what=_shown(error.param), why=message)


def _kinds(param: Any) -> tuple[Any, ...]:
    """The types that a value may have: `int | None` is int."""
    kind = param.type_descriptor.annotation
    return get_args(kind) if isinstance(kind, UnionType) or get_args(kind) else (kind,)


def _shown(param: Any) -> str:
    """An option by what is typed, an argument by its name and what it is: year (Năm của chỉ số)."""
    if param.param_type_name == "option":
        return str(param.opts[0])
    return f"{param.name} ({param.help.rstrip('.')})" if param.help else str(param.name)


def _perhaps(names: Any) -> str:
    return " " + _VI.say("told.did_you_mean", names=", ".join(sorted(names))) if names else ""
