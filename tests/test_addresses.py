import pytest

from meetings.addresses import Link, links_in, same
from meetings.rendering import render


@pytest.mark.parametrize(
    "url",
    [
        "https://d2l.ai/chapter/index.html",
        "http://d2l.ai/chapter/index.html",
        "https://www.d2l.ai:443/chapter/index.html/",
        "HTTPS://D2L.AI/chapter/index.html#sec-1",
        "https://d2l.ai/chapter/index.html?utm_source=mail&fbclid=x",
        " https://d2l.ai/%63hapter/index.html ",
    ],
)
def test_ways_of_writing_one_address(url):
    assert same(url) == "d2l.ai/chapter/index.html"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://d2l.ai/a", "https://d2l.ai/A"),
        ("https://d2l.ai/?page=1", "https://d2l.ai/?page=2"),
        ("https://d2l.ai:8000/", "https://d2l.ai/"),
        ("https://ko.d2l.ai/", "https://d2l.ai/"),
    ],
)
def test_addresses_of_two_pages(one, other):
    assert same(one) != same(other)


def test_the_order_of_parameters_and_how_hangul_is_written_make_no_difference():
    assert same("https://a.kr/?b=2&a=1") == same("https://a.kr/?a=1&b=2")
    assert same("https://a.kr/%ED%99%95%EB%A5%A0") == same("https://a.kr/확률")


@pytest.mark.parametrize(
    "url", ["", "mailto:a@b.kr", "/minutes/3/", "https://", "https://[", "http://a:99999/", "ftp://a.kr"]
)
def test_what_is_no_address_of_a_page(url):
    assert same(url) == ""


def test_links_of_a_set_text_with_what_it_calls_them():
    html = render(
        "[d2l **책**](https://d2l.ai/?a=1&b=2)와 https://a.kr 그리고 `https://code.kr` [[Q3]] <mailto:a@b.kr>"
    ).html
    assert list(links_in(html)) == [Link("https://d2l.ai/?a=1&b=2", "d2l 책"), Link("https://a.kr", "")]


def test_pictures_of_other_sites_are_no_links():
    assert list(links_in(render("![그림](https://a.kr/a.png)").html)) == []
