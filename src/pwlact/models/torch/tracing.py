"""The calls in modules' forwards as torch.fx traces them, without a run."""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor, fx, nn

from pwlact.models.torch.calls import Gates, call_of
from pwlact.models.torch.seen import Keys, Seen


class _Leaves(fx.Tracer):
    def is_leaf_module(self, m: nn.Module, module_qualified_name: str) -> bool:
        """Return true: each module is traced apart."""
        return True


def traced(owners: Mapping[str, nn.Module]) -> tuple[dict[str, Seen], dict[str, str]]:
    """Return what stands in the owners' graphs, and why others have none."""
    seen, faults = dict[str, Seen](), dict[str, str]()
    for path, owner in owners.items():
        try:
            graph = _Leaves().trace(owner)
        except Exception as fault:  # whatever a forward does with what is no tensor
            faults[path] = (str(fault).strip() or type(fault).__name__).splitlines()[0][:80]
        else:
            seen[path] = _read(graph)
    return seen, faults


def _read(graph: fx.Graph) -> Seen:
    seen, keys, gates = Seen(), Keys(), Gates()
    for node in graph.nodes:
        if node.op not in ("call_function", "call_method"):
            continue
        func = getattr(Tensor, node.target, None) if node.op == "call_method" else node.target
        product = gates.product(func, node.args)
        call = product[0] if product else call_of(func, node.args, node.kwargs)
        if call is None:
            seen.leave(func)
            gates.note_other(func, node.args, node)
            continue
        key = keys.next(call.kind)
        seen.add(key, call, product[1] if product else None)
        if call.kind == "sigmoid":
            gates.note_sigmoid(call, key, node)
    return seen
