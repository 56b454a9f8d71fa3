"""Columns out of the database as arrays and lists, exactly as the ORM reads them."""

import math

import pytest
from django.db.models import IntegerField
from django.db.models.functions import Cast

from command_center.ground.core.pg_copy import read_numbers, read_words
from command_center.ground.network.models import Branch, ConnectivityNode
from tests.grid import make_network

WORDS = ["plain", "tab\there", "line\nand\r\\back\\n", "汉字 é", ""]


@pytest.fixture
def net(province):
    return make_network(province)


def test_numbers_are_those_of_the_orm(net):
    kinds = {"pk": int, "is_open": bool, "rating_kva": float, "transformer_id": int}
    found = read_numbers(Branch.objects.order_by("-pk"), kinds)
    rows = list(Branch.objects.order_by("-pk").values_list(*kinds))
    assert [array.dtype.kind for array in found.values()] == ["i", "b", "f", "i"]
    assert found["pk"].tolist() == [row[0] for row in rows]
    assert found["is_open"].tolist() == [row[1] for row in rows]
    assert [None if math.isnan(value) else value for value in found["rating_kva"].tolist()] == [row[2] for row in rows]
    assert found["transformer_id"].tolist() == [row[3] or 0 for row in rows]


def test_words_are_those_that_were_written(net):
    nodes = list(ConnectivityNode.objects.order_by("pk"))[: len(WORDS)]
    for node, word in zip(nodes, WORDS, strict=True):
        ConnectivityNode.objects.filter(pk=node.pk).update(code=word)
    chosen = ConnectivityNode.objects.filter(pk__in=[node.pk for node in nodes]).order_by("pk")
    assert read_words(chosen, "code", "org_path") == {"code": WORDS, "org_path": [node.org_path for node in nodes]}


def test_no_rows_are_empty_columns(db):
    nobody = Branch.objects.all()
    assert read_numbers(nobody, {"pk": int})["pk"].tolist() == []
    assert read_words(nobody, "code", "name") == {"code": [], "name": []}


def test_another_type_is_refused(net):
    shorter = Branch.objects.annotate(short=Cast("pk", IntegerField()))
    with pytest.raises(ValueError, match="short is no BigIntegerField"):
        read_numbers(shorter, {"short": int})
