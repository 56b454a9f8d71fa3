"""Which nodes of a network no source reaches in its normal state: what an import should say before anybody believes it. Pure."""

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from command_center.ground.network.importing.records import Network


def unfed_nodes(network: Network) -> list[str]:
    """Codes in the order of the file. Phases are left aside: a node that one phase reaches counts as fed."""
    codes = list(network.nodes)
    if not codes:
        return []
    place = {code: at for at, code in enumerate(codes)}
    closed = [branch for branch in network.branches.values() if not branch.normally_open]
    start = np.array([place[branch.from_node] for branch in closed], dtype=np.int64)
    end = np.array([place[branch.to_node] for branch in closed], dtype=np.int64)
    graph = coo_matrix((np.ones(len(closed)), (start, end)), shape=(len(codes), len(codes)))
    _, part = connected_components(graph, directed=False)
    fed = {int(part[place[code]]) for code, node in network.nodes.items() if node.is_source}
    return [code for code, its_part in zip(codes, part.tolist(), strict=True) if its_part not in fed]
