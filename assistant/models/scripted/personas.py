"""Personas by name."""

from typing import Literal, get_args

from assistant.models.scripted.answer import Brain
from assistant.models.scripted.behaviours import ByName
from assistant.models.scripted.helpful import Helpful, core_reader
from assistant.models.scripted.obedient import Obedient

Persona = Literal["helpful", "obedient"]
PERSONAS: tuple[Persona, ...] = get_args(Persona)


def persona(name: Persona) -> Brain:
    """Made with the bundled catalogue; takes a second. A model that is asked for by a behaviour's name behaves so."""
    from assistant.wiring import build_core  # noqa: PLC0415 - it wires the whole program; only personas need a part of it
    from tools.catalogue import Catalogue  # noqa: PLC0415 - as above

    helpful = Helpful(core_reader(build_core(Catalogue.load())))
    return ByName(helpful if name == "helpful" else Obedient(helpful))
