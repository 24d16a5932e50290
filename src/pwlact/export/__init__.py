"""Files for hardware and software: one target a file."""

from pwlact.export.lookup import LookupOptions, Quantisation
from pwlact.export.source import Source, identifier
from pwlact.export.target import Target
from pwlact.export.targets import TARGETS, target_of
from pwlact.export.write import export

__all__ = ["TARGETS", "LookupOptions", "Quantisation", "Source", "Target", "export", "identifier", "target_of"]
