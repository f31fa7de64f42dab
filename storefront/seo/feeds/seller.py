"""What every item of a store's feeds says of the shop: who sells, to which countries, on which terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Delivery:
    """Delivery to one country; `price` is a plain number in the store's currency, days are business days."""

    country: str
    price: str
    handling_days: tuple[int, int]  # from, to
    transit_days: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Seller:
    """`return_days`: None where the shop has not said, 0 where goods can't be returned. `policies`: slugs by kind."""

    currency: str = ""
    country: str = ""
    email: str = ""
    return_days: int | None = None
    deliveries: Sequence[Delivery] = ()
    policies: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Seller:
        deliveries = tuple(
            Delivery(one["country"], one["price"], tuple(one["handling_days"]), tuple(one["transit_days"]))
            for one in data["deliveries"]
        )
        return cls(**{**data, "deliveries": deliveries})
