"""The methods by name. To add one, write its file and list it here; the conformance tests find it by themselves."""

from __future__ import annotations

from pwlact.search.methods.method import Method
from pwlact.search.methods.uniform import UNIFORM

METHODS: dict[str, Method] = {method.name: method for method in (UNIFORM,)}
