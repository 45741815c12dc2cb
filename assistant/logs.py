"""JSON log lines on stderr, with secrets redacted by key and by the look of the value."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any, cast

import structlog

REDACTED = "[redacted]"
_KEYS = re.compile(
    r"(?i)(token|secret|password|passwd|authorization|cookie|api_?key|access_?key|private|credential|ticket"
    r"|^code$|^body$|^text$|redirect_?url)"
)
_VALUES = re.compile(
    r"eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*"
    r"|(?i:bearer)[ .]+[\w.~+/=-]{8,}"
    r"|://[^/\s:@]+:[^/\s@]+@"
    r"|#join=[\w-]+"
    r"|(?<![\w/+.@-])(?=[\w+=-]*\d)(?=[\w+=-]*[A-Za-z])[A-Za-z0-9+=_-]{40,}(?![\w.@/])"
)
_DEEP = 6


def redact(value: Any, depth: int = 0) -> Any:
    """The same value without anything that looks like a secret; nested too deep is cut."""
    if isinstance(value, str):
        return _VALUES.sub(REDACTED, value)
    if depth >= _DEEP:
        return "…"
    if isinstance(value, Mapping):
        items = cast(Mapping[object, Any], value).items()
        return {str(k): REDACTED if _KEYS.search(str(k)) else redact(v, depth + 1) for k, v in items}
    if isinstance(value, list | tuple | set | frozenset):
        return [redact(v, depth + 1) for v in cast(list[Any], value)]
    return value if isinstance(value, int | float | bool | None) else _VALUES.sub(REDACTED, str(value))


def _redaction(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return cast(MutableMapping[str, Any], redact(event))


class _Brief(logging.Filter):
    """What can't be read as HTTP is the sender's fault: one line, and nothing of what was sent."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = record.exc_text = None
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True


def configure(level: str) -> None:
    """Install the chain for the whole process; libraries' loggers go through it at warning and above."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, _redaction, structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _redaction,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    logging.getLogger("aiohttp.server").addFilter(_Brief())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)


def get_logger(name: str) -> Any:
    """A bound logger; bind ids, never texts."""
    return structlog.get_logger(component=name)
