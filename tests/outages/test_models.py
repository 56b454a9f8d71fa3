import pytest

from outages.models import JudgementParameter


@pytest.mark.django_db
def test_x(province):
    assert JudgementParameter.objects.count() == 9
