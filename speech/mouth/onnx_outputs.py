"""Make a voice tell how long each of its phonemes lasts, without a library for ONNX files.

A Piper voice computes those lengths (the one `Ceil` of its graph) but doesn't give them out. In the format ONNX files are
written in, two messages one after the other are one message with the fields of both; so an output is added by appending
a few bytes.
"""

from collections.abc import Iterator

_GRAPH, _NODE, _OUTPUT, _NAME = 7, 1, 12, 1
_NODE_OUTPUT, _NODE_OP = 2, 4
_BYTES = 2
"""The wire type of texts and messages; 0 is a number, 1 and 5 are eight and four bytes."""
_FIXED = {1: 8, 5: 4}


def with_durations(model: bytes) -> bytes | None:
    """The model with its phoneme lengths as a second output; None when it isn't a voice that has them."""
    name = _ceil_output(memoryview(model))
    if name is None:
        return None
    value = _field(_NAME, name)
    return model + _field(_GRAPH, _field(_OUTPUT, value))


def _ceil_output(model: memoryview) -> bytes | None:
    found: list[bytes] = []
    for number, graph in _fields(model):
        if number != _GRAPH or isinstance(graph, int):
            continue
        for field, node in _fields(graph):
            if field == _NODE and not isinstance(node, int):
                found += _outputs_of_ceil(node)
    return found[0] if len(found) == 1 else None


def _outputs_of_ceil(node: memoryview) -> list[bytes]:
    outputs, operation = list[bytes](), b""
    for number, value in _fields(node):
        if isinstance(value, int):
            continue
        if number == _NODE_OUTPUT:
            outputs.append(bytes(value))
        elif number == _NODE_OP:
            operation = bytes(value)
    return outputs if operation == b"Ceil" else []


def _fields(message: memoryview) -> Iterator[tuple[int, memoryview | int]]:
    """Number and content of each field, unread where it is a text or a message."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        kind = key & 7
        if kind == 0:
            value, at = _varint(message, at)
            yield key >> 3, value
        elif kind == _BYTES:
            length, at = _varint(message, at)
            yield key >> 3, message[at : at + length]
            at += length
        elif kind in _FIXED:
            at += _FIXED[kind]
        else:
            return  # not a file we know


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    value, shift = 0, 0
    while at < len(message):
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            break
    return value, at


def _field(number: int, content: bytes) -> bytes:
    return _number(number << 3 | _BYTES) + _number(len(content)) + content


def _number(value: int) -> bytes:
    made = bytearray()
    while value >= 0x80:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    made.append(value)
    return bytes(made)
