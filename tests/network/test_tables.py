"""The three CSV files: what is read, and that every mistake names its file, line and column."""

import math

import pytest

from command_center.ground.network.columns import LONGEST_LINE, SENTENCES
from command_center.ground.network.tables import TableErrors, read_tables

GOOD = {
    "nodes.csv": "node_id,source_name,lon,lat,is_source,colour\nS,bus,112.5,30.25,1,red\na,,,,0,blue\n",
    "edges.csv": (
        "edge_id,source_name,kind,from_node,to_node,phases,length_m,rating_kva,device,normally_open\n"
        "e1,first,line,S,a,ABC,120.5,,breaker,0\n"
        'e2,"second, ""the other""",switch,a,S,AB,,630,switch,1\n'
    ),
    "loads.csv": "load_id,node_id,kw,customers\nl1,a,4.5,3\n",
}


@pytest.fixture
def write(tmp_path):
    """``write(nodes=...)`` writes the good folder with some files replaced; None leaves a file out."""

    def folder(**files):
        for name, text in (GOOD | {f"{key}.csv": value for key, value in files.items()}).items():
            if text is not None:
                (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path

    return folder


def mistakes(folder):
    with pytest.raises(TableErrors) as caught:
        read_tables(folder)
    return [(error.file, error.line, error.column, error.code) for error in caught.value.errors]


def edges(*rows):
    return GOOD["edges.csv"].splitlines()[0] + "\n" + "".join(row + "\n" for row in rows)


def test_a_good_folder_becomes_columns(write):
    tables = read_tables(write())
    assert tables.node_ids == ["S", "a"]
    assert tables.lon[0] == 112.5
    assert math.isnan(tables.lat[1])
    assert tables.is_source.tolist() == [True, False]
    assert tables.from_node.tolist() == [0, 1]
    assert tables.device == ["breaker", "switch"]
    assert tables.normally_open.tolist() == [False, True]
    assert tables.edge_names[1] == 'second, "the other"'
    assert math.isnan(tables.length_m[1])
    assert tables.load_customers.tolist() == [3]


def test_a_byte_order_mark_and_crlf_are_no_mistake(write):
    nodes = b"\xef\xbb\xbf" + GOOD["nodes.csv"].replace("\n", "\r\n").encode()
    assert read_tables(write(nodes=nodes)).node_ids == ["S", "a"]


def test_no_loads_at_all_are_fine(write):
    assert read_tables(write(loads="load_id,node_id,kw,customers\n")).load_ids == []


@pytest.mark.parametrize(
    ("files", "place"),
    [
        ({"nodes": "node_id,lon,lat\nS,1,2\n"}, ("nodes.csv", 1, "is_source", "column_missing")),
        ({"nodes": b"node_id,is_source\nS,1\n\xff,0\na,0\n"}, ("nodes.csv", 3, "", "wrong_encoding")),
        ({"loads": "load_id,node_id,customers,customers\n"}, ("loads.csv", 1, "customers", "column_twice")),
        ({"loads": None}, ("loads.csv", 0, "", "file_missing")),
        ({"nodes": "node_id,is_source\nS,1\na,0\nS,0\n"}, ("nodes.csv", 4, "node_id", "id_twice")),
        ({"nodes": "node_id,is_source\nS,1\na,0\n,0\n"}, ("nodes.csv", 4, "node_id", "id_empty")),
        ({"nodes": "node_id,is_source\nS,0\na,0\n"}, ("nodes.csv", 0, "is_source", "source_missing")),
        ({"nodes": "node_id,is_source\nS,1\na,maybe\n"}, ("nodes.csv", 3, "is_source", "flag_bad")),
        ({"nodes": "node_id,lon,is_source\nS,inf,1\na,1,0\n"}, ("nodes.csv", 2, "lon", "number_bad")),
        ({"edges": edges("e1,,line,S,x,ABC,1,,,0")}, ("edges.csv", 2, "to_node", "node_unknown")),
        ({"edges": edges("e1,,line,S,S,ABC,1,,,0")}, ("edges.csv", 2, "to_node", "self_loop")),
        ({"edges": edges("e1,,line,S,a,ABC,long,,,0")}, ("edges.csv", 2, "length_m", "number_bad")),
        ({"edges": edges("e1,,line,S,a,ABC,-1,,,0")}, ("edges.csv", 2, "length_m", "number_bad")),
        ({"edges": edges("e1,,line,S,a,XYZ,1,,,0")}, ("edges.csv", 2, "phases", "phases_bad")),
        ({"edges": edges("e1,,line,S,a,ABC,1,,lever,0")}, ("edges.csv", 2, "device", "device_unknown")),
        ({"edges": edges("e1,,service,S,a,S,1,,fuse,0")}, ("edges.csv", 2, "device", "device_on_service")),
        ({"edges": edges("e1,,line,S,a,ABC,1,,,1")}, ("edges.csv", 2, "normally_open", "open_without_device")),
        ({"edges": edges("e1,,line,S,a,ABC,1,,,0", "e2,,line,S")}, ("edges.csv", 3, "", "row_truncated")),
        ({"edges": edges("e1,,line,S,a,ABC,1,,,0,,,,")}, ("edges.csv", 2, "", "row_too_wide")),
        ({"loads": "load_id,node_id,customers\nl1,a,2.5\n"}, ("loads.csv", 2, "customers", "number_bad")),
        ({"loads": "load_id,node_id,customers\nl1,a,1e300\n"}, ("loads.csv", 2, "customers", "number_bad")),
        ({"loads": "load_id,node_id,customers\nl1,a,\n"}, ("loads.csv", 2, "customers", "number_bad")),
        ({"loads": "load_id,node_id,customers\n" + "l" * (LONGEST_LINE + 1)}, ("loads.csv", 2, "", "line_too_long")),
        ({"loads": b"load_id,node_id,customers\nl\xff,a,1\n"}, ("loads.csv", 2, "", "wrong_encoding")),
        ({"nodes": GOOD["nodes.csv"].encode("utf-16")}, ("nodes.csv", 1, "", "wrong_encoding")),
        ({"loads": 'load_id,node_id,customers\n"l1,a,1\n'}, ("loads.csv", 2, "", "row_unreadable")),
    ],
)
def test_a_mistake_names_its_place(write, files, place):
    assert mistakes(write(**files)) == [place]


def test_all_mistakes_are_told_at_once(write):
    found = mistakes(write(edges=edges("e1,,line,S,x,ABC,1,,,0", "e1,,line,S,a,ABC,?,,,2")))
    assert [(line, code) for _, line, _, code in found] == [
        (2, "node_unknown"), (3, "id_twice"), (3, "number_bad"), (3, "flag_bad"),
    ]  # fmt: skip


def test_an_empty_file_lacks_all_its_columns(write):
    assert mistakes(write(nodes="")) == [
        ("nodes.csv", 1, "node_id", "column_missing"), ("nodes.csv", 1, "is_source", "column_missing"),
    ]  # fmt: skip


def test_a_flood_of_mistakes_is_cut_off(write):
    found = mistakes(write(loads="load_id,node_id,customers\n" + "".join(f"l{k},x,1\n" for k in range(3_000))))
    assert len(found) == 1_001
    assert found[-1][3] == "too_many"


def test_a_mistake_reads_as_a_sentence(write):
    with pytest.raises(TableErrors, match=r"^edges.csv line 2, to_node: there is no such node$"):
        read_tables(write(edges=edges("e1,,line,S,x,ABC,1,,,0")))


def test_every_code_has_a_sentence():
    assert all(text[0].islower() or text[0].isupper() for text in SENTENCES.values())
