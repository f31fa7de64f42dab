"""What earlier builds set aside, as tasks look it up, and what this one does, as they note it.

Only builds that went live count: where every item of a batch gives up no item is at fault, and the build fails; what
it had set aside until then was blamed wrongly.
"""

from __future__ import annotations

from collections.abc import Mapping

from storefront.builds.models import Batch
from storefront.builds.queries import gone_live
from storefront.catalogue.set_aside import Aside, Kind, recall, remember
from tasks.services import Services


def known_asides(using: Services, batch: Batch, kind: Kind) -> dict[str, Aside]:
    """What is not to be touched, by product id or photo digest, as long as its content is the same."""
    asides = using.run(recall(using.mongo, batch.scope, kind))
    live = using.run(gone_live(using.mongo, {aside.build_id for aside in asides.values()}))
    return {what: aside for what, aside in asides.items() if aside.build_id in live}


def note_asides(using: Services, batch: Batch, kind: Kind, contents: Mapping[str, str], reason: str) -> None:
    """From the time this build is live: these are not to be touched, by product id or photo digest."""
    asides = {what: Aside(content, reason, batch.build_id) for what, content in contents.items()}
    using.run(remember(using.mongo, batch.scope, kind, asides))
