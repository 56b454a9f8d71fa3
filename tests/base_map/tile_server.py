"""A map service for tests on a port of its own: the pages meet a foreign host, as in life. Also a PMTiles file of a few tiles."""

import gzip
import io
import json
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from PIL import Image

from command_center.screens.base_map.declared import BaseMap, origins

GREEN = (60, 160, 90)
NO_GZIP, GZIP, BROTLI = 1, 2, 3
AS_MVT, AS_PNG, AS_MAPLIBRE = 1, 2, 6
LINE, AREA, EXTENT = 2, 3, 4096


def png(colour: tuple[int, int, int] = GREEN) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (256, 256), colour).save(made, "PNG")
    return made.getvalue()


class TileServer(ThreadingHTTPServer):
    """``asked`` are the paths in the order in which they came; ``broken`` answers 503 to all of them."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.asked: list[str] = []
        self.broken = False
        self.picture = png()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def places(self) -> set[tuple[int, int, int]]:
        """Every z, x, y that was asked for at ``/z/x/y.png``."""
        parts = (path.removesuffix(".png").strip("/").split("/") for path in self.asked)
        return {(int(z), int(x), int(y)) for z, x, y in parts}


class _Answer(BaseHTTPRequestHandler):
    server: TileServer

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(503 if self.server.broken else 200)
        self.send_header("Content-Type", "image/png")
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(b"" if self.server.broken else self.server.picture)

    def log_message(self, *_: object) -> None:
        """The test's own output stays readable."""


@contextmanager
def tile_server() -> Iterator[TileServer]:
    server = TileServer()
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def use(settings, base_map: BaseMap) -> None:
    """What ``settings.py`` makes of such an environment."""
    policy = settings.CONTENT_SECURITY_POLICY
    directives = dict(policy["DIRECTIVES"])
    for name in ("img-src", "connect-src"):
        directives[name] = [*directives[name], *origins(base_map)]
    settings.CONTENT_SECURITY_POLICY = policy | {"DIRECTIVES": directives}
    settings.BASE_MAP = base_map


def write_pmtiles(
    path: Path,
    *,
    max_zoom: int = 3,
    tile: bytes | None = None,
    kind: int = AS_PNG,
    about: bytes = b"{}",
    packed: int = NO_GZIP,
) -> Path:
    """All tiles of the world down to a level, one tile for all of them (specification of PMTiles 3). ``packed``: how all of it is compressed."""
    count = sum(4**z for z in range(max_zoom + 1))
    pack = gzip.compress if packed == GZIP else bytes
    picture, about = pack(tile or png()), pack(about)
    # One entry: from tile 0 on so many tiles, so many bytes, at offset 0 (written plus one).
    directory = pack(b"".join(map(_varint, (1, 0, count, len(picture), 1))))
    root_at, about_at = 127, 127 + len(directory)
    tiles_at = about_at + len(about)
    places = (root_at, len(directory), about_at, len(about), tiles_at, 0, tiles_at, len(picture), count, 1, 1)
    box = [int(degrees * 10_000_000) for degrees in (-180, -85, 180, 85)]
    header = b"PMTiles\x03" + struct.pack("<11Q", *places)
    header += struct.pack("<6B4i", 1, packed, packed, kind, 0, max_zoom, *box) + struct.pack("<B2i", 0, 0, 0)
    path.write_bytes(header + directory + about + picture)
    return path


def write_vector_pmtiles(path: Path, *, water: str = "water", roads: str = "roads", **fields: Any) -> Path:
    """The same with one vector tile: water over its upper half, and a highway from one corner to the other."""
    layers = json.dumps({"vector_layers": [{"id": name, "fields": {}} for name in (water, roads)]}).encode()
    area = _feature(AREA, (9, 0, 0, 26, *_zigzag(EXTENT, 0, 0, EXTENT // 2, -EXTENT, 0), 15), ())
    line = _feature(LINE, (9, 0, 0, 10, *_zigzag(EXTENT, EXTENT)), (0, 0))
    tile = _layer(water, area, {}) + _layer(roads, line, {"kind": "highway"})
    return write_pmtiles(
        path, **{"max_zoom": 12, "tile": tile, "kind": AS_MVT, "about": layers, "packed": GZIP, **fields}
    )


def _layer(name: str, feature: bytes, tags: dict[str, str]) -> bytes:
    """A layer of a vector tile (specification of Mapbox vector tiles 2) with one feature."""
    keys = b"".join(_field(3, key.encode()) for key in tags)
    values = b"".join(_field(4, _field(1, value.encode())) for value in tags.values())
    size = b"".join(map(_varint, (5 << 3, EXTENT, 15 << 3, 2)))
    return _field(3, _field(1, name.encode()) + _field(2, feature) + keys + values + size)


def _feature(kind: int, geometry: tuple[int, ...], tags: tuple[int, ...]) -> bytes:
    tagged = _field(2, b"".join(map(_varint, tags))) if tags else b""
    return tagged + b"".join(map(_varint, (3 << 3, kind))) + _field(4, b"".join(map(_varint, geometry)))


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _zigzag(*steps: int) -> list[int]:
    return [step << 1 if step >= 0 else (-step << 1) - 1 for step in steps]


def _varint(number: int) -> bytes:
    written = bytearray()
    while number > 127:
        written.append(number & 127 | 128)
        number >>= 7
    return bytes([*written, number])
