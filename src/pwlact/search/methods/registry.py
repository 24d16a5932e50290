"""The methods by name. To add one, write its file and list it here; the conformance tests find it by themselves."""

from __future__ import annotations

from pwlact.search.methods.dp import DP
from pwlact.search.methods.equal_curvature import EQUAL_CURVATURE
from pwlact.search.methods.genetic import GENETIC
from pwlact.search.methods.global_search import GLOBAL
from pwlact.search.methods.gradient import GRADIENT
from pwlact.search.methods.maxima import MAXIMA
from pwlact.search.methods.method import Method
from pwlact.search.methods.minimax import MINIMAX
from pwlact.search.methods.policy import POLICY
from pwlact.search.methods.random_search import RANDOM
from pwlact.search.methods.tube import TUBE
from pwlact.search.methods.uniform import UNIFORM

METHODS: dict[str, Method] = {
    method.name: method
    for method in (MINIMAX, DP, TUBE, GLOBAL, POLICY, GRADIENT, GENETIC, RANDOM, EQUAL_CURVATURE, MAXIMA, UNIFORM)
}
