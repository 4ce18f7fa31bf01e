"""Registers: what is known of congresses, of the names of bodies and of places, as data with sources."""

from jylnama.registers.load import (
    BodyName,
    Meeting,
    RegisterError,
    Registers,
    load_registers,
)

__all__ = ["BodyName", "Meeting", "RegisterError", "Registers", "load_registers"]
