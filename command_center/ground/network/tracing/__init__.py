"""Tracing on arrays: what is live, who is out, what is above, what brings it back. Pure: numpy and scipy only.

Build ``Topology`` once for a network, ``Trace`` for a state of it (batches of questions, every edge three-phase), ``Cells``
and ``Zones`` for a state (by phase where the topology is, one question at a time).
"""

from command_center.ground.network.tracing.cells import After, Cells
from command_center.ground.network.tracing.topology import BORDERS, Topology
from command_center.ground.network.tracing.trace import TieAnswers, Trace
from command_center.ground.network.tracing.zones import ZoneFault, Zones

__all__ = ["BORDERS", "After", "Cells", "TieAnswers", "Topology", "Trace", "ZoneFault", "Zones"]
