from __future__ import annotations

import pytest
from pydantic import ValidationError

from tests.factories.shops import a_configuration


def test_a_shop_draws_two_to_four_lines() -> None:
    assert a_configuration().width_limits_mm == (125, 130, 135, 140)
    assert a_configuration(width_limits_mm=[129.5, 140]).width_limits_mm == (129.5, 140)


@pytest.mark.parametrize("limits", [[], [130], [140, 130], [130, 130], [1, 2, 3, 4, 5], [0, 130]])
def test_lines_that_make_no_classes_are_refused(limits: list[float]) -> None:
    with pytest.raises(ValidationError, match="width_limits_mm"):
        a_configuration(width_limits_mm=limits)
