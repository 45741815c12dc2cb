"""What is known of models by their names: a talk needs the first word soon, so none thinks before it speaks where that can be set."""

import re
from typing import Literal

Thinking = Literal["disabled", "between_tools"]
THINKING_ROOM = 4096
"""More tokens for models that always think first: those count into the answer's limit."""
_ALWAYS_THINKS = re.compile(r"^claude-(?:fable|mythos|opus-5-5)|^o\d|^gpt-5(?:-mini|-nano)?(?:-20\d\d|$)")
_COMPLETION_TOKENS = re.compile(r"^(?:o\d|gpt-[5-9]|chatgpt-)")
_EFFORT_NONE = re.compile(r"^gpt-(?:5\.\d|[6-9])(?!.*(?:chat|codex|pro))")
_EFFORT_MINIMAL = re.compile(r"^gpt-5(?:-mini|-nano)?(?:-20\d\d|$)")


def thinking(model: str) -> Thinking | None:
    """Anthropic's setting that thinks least; None leaves it out."""
    if not model.startswith("claude-") or _ALWAYS_THINKS.match(model):
        return None
    return "between_tools" if model.startswith("claude-sonnet-5-5") else "disabled"


def effort(model: str) -> Literal["none", "minimal", "low"] | None:
    """OpenAI's setting that thinks least; the newer ones take tools in chat completions with `none` alone."""
    if _EFFORT_NONE.match(model):
        return "none"
    if _EFFORT_MINIMAL.match(model):
        return "minimal"
    return "low" if re.match(r"^o\d", model) else None


def room(model: str) -> int:
    """Tokens to allow for besides the answer."""
    return THINKING_ROOM if _ALWAYS_THINKS.match(model) else 0


def counts_completion_tokens(model: str) -> bool:
    """It takes `max_completion_tokens` and refuses `max_tokens`."""
    return _COMPLETION_TOKENS.match(model) is not None
