"""What other tests here rely on."""

import pytest
from django.utils import timezone

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_test_and_the_site_use_the_database_at_once(page, member, sign_in):
    sign_in(member)
    page.goto("/")
    page.evaluate("asked = Array.from({ length: 12 }, () => fetch('/').then((answer) => answer.status))")
    for _save in range(200):
        member.user.date_joined = timezone.now()
        member.user.save(update_fields=["date_joined"])
    assert page.evaluate("Promise.all(asked)") == [200] * 12
