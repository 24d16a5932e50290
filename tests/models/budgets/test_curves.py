"""Error curves of sites."""

from __future__ import annotations

import numpy as np
import pytest
from tiny_network import TinyNetwork

from pwlact import functions
from pwlact.area.model import area_estimate
from pwlact.datapath import Unit
from pwlact.errors import InputError
from pwlact.fit.predicted_loss import predicted_loss
from pwlact.fit.profile_file import write_profile
from pwlact.models.budgets.curves import CurveTask, error_curve
from pwlact.models.network import real_function
from pwlact.pwl import PWL
from pwlact.settings.unit import UnitChoice, unit_spec


@pytest.fixture(scope="module")
def task(tmp_path_factory):
    path = tmp_path_factory.mktemp("curves") / "profile.npz"
    profile = TinyNetwork().profile("calibration", sensitivity=True)
    write_profile(path, profile)
    return lambda **more: CurveTask(
        **{
            "site": profile.site("wide"),
            "sites": ("wide",),
            "samples": profile.samples,
            "counts": (1, 2, 3, 4, 6),
            "density": f"{path}:wide:sensitivity",
        }
        | more
    )


def test_more_segments_lose_less(task):
    losses = [option.loss for option in error_curve(task()).options]
    assert np.all(np.diff(losses) < 0.0)


def test_an_option_loses_what_its_table_is_predicted_to_lose(task):
    asked = task(counts=(3,))
    (option,) = error_curve(asked).options
    table = option.table
    assert isinstance(table, PWL)
    assert table.segments == option.segments == option.cost == 3
    assert option.loss == predicted_loss(asked.site, asked.samples, table)


def test_no_moved_breakpoint_loses_clearly_less(task):
    asked = task(counts=(4,))
    (option,) = error_curve(asked).options
    pwl = option.table
    silu = functions.get("silu")
    for shift in (-0.2, 0.2):
        points = pwl.breakpoints.copy()
        points[1:-1] += shift
        moved = PWL(breakpoints=points, values=silu(points), left_tail=pwl.left_tail, right_tail=pwl.right_tail)
        assert predicted_loss(asked.site, asked.samples, moved) > option.loss


def test_units_cost_logic_cells_and_their_rounding_counts(task):
    spec = unit_spec("q5.5", UnitChoice())
    real, coded = (error_curve(task(counts=(4,), **more)) for more in ({}, {"spec": spec, "by_area": True}))
    unit = coded.options[0].table
    assert isinstance(unit, Unit)
    assert coded.options[0].cost == int(np.ceil(area_estimate(unit)))
    assert real.options[0].loss < coded.options[0].loss < 3.0 * real.options[0].loss
    assert real_function(unit)(np.array([0.5])) == pytest.approx(functions.get("silu")(0.5), abs=0.05)


def test_counts_that_a_format_cannot_hold_are_left_out_unless_none_is_left(task):
    spec = unit_spec("q2.2", UnitChoice())
    assert [option.segments for option in error_curve(task(counts=(2, 30), spec=spec)).options] == [2]
    with pytest.raises(InputError):
        error_curve(task(counts=(30,), spec=spec))
