"""A request's messages in the order that every provider takes: a person first, each call with its result, nobody twice in a row. Pure."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from dialogue.engines.model.request import Message, ToolOffer, ToolResult
from dialogue.events import JsonObject

NOT_RUN: JsonObject = {"code": "not_run", "message": "This call was not run."}
BEGINS = "(The conversation begins.)"
GO_ON = "(Go on.)"
_ID = re.compile(r"[^A-Za-z0-9_-]")


def ordered(messages: Iterable[Message]) -> list[Message]:
    """Mended where a turn was cut short: a call without a result gets one that says so, a result without a call is left out."""
    found: list[Message] = []
    for message in messages:
        match message.role:
            case "tool":
                _results(found, message.results)
            case "assistant" if message.text.strip() or message.calls:
                _close(found)
                _assistant(found, message)
            case "user" if message.text.strip():
                _close(found)
                found.append(message)
            case _:
                pass
    _close(found)
    if not found or found[0].role != "user":
        found.insert(0, Message("user", BEGINS))
    if found[-1].role == "assistant":
        found.append(Message("user", GO_ON))
    return found


def _assistant(found: list[Message], message: Message) -> None:
    last = found[-1] if found else None
    if last and last.role == "assistant":
        joined = "\n\n".join(text for text in (last.text.strip(), message.text.strip()) if text)
        found[-1] = replace(message, text=joined)
    else:
        found.append(message)


def _results(found: list[Message], results: tuple[ToolResult, ...]) -> None:
    """Those that answer the calls just made, once each."""
    if not found or found[-1].role != "assistant":
        return
    by_id = {result.id: result for result in results}
    calls = found[-1].calls
    if calls:
        answers = tuple(by_id.get(call.id) or ToolResult(call.id, call.tool, ok=False, body=NOT_RUN) for call in calls)
        found.append(Message("tool", results=answers))


def _close(found: list[Message]) -> None:
    """Calls that nothing came of."""
    if found and found[-1].role == "assistant" and found[-1].calls:
        _results(found, ())


def wire_id(call_id: str) -> str:
    """A call's id in the letters that every provider takes."""
    return _ID.sub("_", call_id)[:64] or "_"


def compact(body: JsonObject) -> str:
    """JSON without spaces."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


@dataclass(slots=True)
class WrittenTools:
    """JSON of the tools: most of a request and always the same, so it is written once for as long as they are offered in the same way."""

    _offered: tuple[ToolOffer, ...] = ()
    _how: tuple[bool, ...] = ()
    _text: str = ""

    def into(self, body: JsonObject, offered: tuple[ToolOffer, ...], how: tuple[bool, ...], make: Callable[[], list[JsonObject]]) -> bytes:
        """The JSON of `body`, which has other members, with the tools at its end.

        Args:
            how: what `make` depends on besides `offered`.
        """
        text = compact(body)
        if not offered:
            return text.encode()
        if self._offered is not offered or self._how != how:
            self._offered, self._how, self._text = offered, how, json.dumps(make(), ensure_ascii=False, separators=(",", ":"))
        return f'{text[:-1]},"tools":{self._text}}}'.encode()


def result_text(result: ToolResult) -> str:
    """What a model reads of a result; a failure says so also where the wire has no place for it."""
    return compact(result.body) if result.ok else compact({"error": result.body})
