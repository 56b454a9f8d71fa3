"""Whether the pages can draw a PMTiles file, by its header and its description (specification of PMTiles 3). Pure."""

import gzip
import json
import struct
from typing import IO, Any

MARK = b"PMTiles\x03"
HEADER_BYTES = 127
DESCRIBED_AT = struct.Struct("<2Q")  # offset and length of the description, from byte 24 on
KINDS_AT = 97  # compression of the description, compression of the tiles, kind of the tiles: a byte each

NONE, GZIP = 1, 2
PACKED_BY = {NONE: "nothing", GZIP: "gzip", 3: "Brotli", 4: "Zstandard"}
VECTOR = 1
PICTURES = (2, 3, 4, 5)  # PNG, JPEG, WebP, AVIF
# The layers that ``static/js/map/streets.js`` draws; a vector file with none of them would be an empty ground.
DRAWN_LAYERS = frozenset({"water", "buildings", "roads"})


def problem_of(file: IO[bytes]) -> str:
    """What is wrong with the file, as the rest of a sentence; empty for one that can be drawn. Raises ``OSError``."""
    header = file.read(HEADER_BYTES)
    if len(header) < HEADER_BYTES or not header.startswith(MARK):
        return "this is no PMTiles file of version 3."
    described_by, tiles_by, kind = header[KINDS_AT : KINDS_AT + 3]
    for packed in (described_by, tiles_by):
        if packed not in (NONE, GZIP):
            return f"it is packed by {PACKED_BY.get(packed, 'something unknown')}; browsers unpack gzip."
    if kind in PICTURES:
        return ""
    if kind != VECTOR:
        return "its tiles are of a kind that is not drawn; vector tiles (MVT) and pictures are."
    offset, length = DESCRIBED_AT.unpack_from(header, 24)
    file.seek(offset)
    return _problem_of_layers(file.read(length), described_by)


def _problem_of_layers(description: bytes, packed: int) -> str:
    try:
        told: Any = json.loads(gzip.decompress(description) if packed == GZIP else description)
        layers = {str(layer["id"]) for layer in told["vector_layers"]}
    except (ValueError, KeyError, TypeError, EOFError, OSError):
        return "its description does not say which vector layers it has."
    if layers & DRAWN_LAYERS:
        return ""
    return f"it has {', '.join(sorted(layers)) or 'no layers'}; drawn are {', '.join(sorted(DRAWN_LAYERS))} (Protomaps' schema)."
