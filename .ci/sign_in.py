"""Asks a running site for its sign-in page and, given the log of `make run`, signs in with the login printed there.

sign_in.py ADDRESS [LOG]
"""

import re
import sys
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener

browser = build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()))


def sign_in(address: str, name: str, password: str) -> str:
    """Returns the title of the first page after signing in."""
    login = f"{address}/accounts/login/"
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.open(login).read().decode())[1]
    form = urlencode({"csrfmiddlewaretoken": token, "login": name, "password": password}).encode()
    with browser.open(login, form, timeout=30) as page:
        if page.status != 200 or page.url == login:
            sys.exit(f"{name} was not let in: {page.status} {page.url}")
        return re.search(r"<title>(.*?)</title>", page.read().decode(), re.DOTALL)[1].strip()


def main() -> None:
    address, *log = sys.argv[1:]
    if not log:
        try:
            browser.open(f"{address}/accounts/login/", timeout=10).close()
        except URLError:
            sys.exit(1)
        return
    password, name = re.search(r"\(password (\S+)\).*\n\s+(\S+)", Path(log[0]).read_text()).groups()
    print(f"Signed in as {name}: {sign_in(address, name, password)}")


if __name__ == "__main__":
    main()
