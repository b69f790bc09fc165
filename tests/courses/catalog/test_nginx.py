"""Private files sent by a real nginx from the location that README describes."""

import http.client
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from tests.factories import catalog, media
from tests.factories.people import person
from tests.factories.servers import ROOT, Served, free_port, served, session_of

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
pytestmark = [
    pytest.mark.takes(2),
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed"),
]
# What the server in between says of itself and of the way, not of the file.
OF_THE_WAY = {
    "server",
    "date",
    "connection",
    "content-length",
    "last-modified",
    "etag",
    "accept-ranges",
    "content-range",
}


def location() -> str:
    """Return the location that README describes, over the media of these tests."""
    described = re.search(r"```nginx\n(location /private/ .*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert described
    return described[1].replace("/srv/cohort/var/media/", f"{settings.MEDIA_ROOT}/")


@contextmanager
def nginx(behind: Served, *, at: Path) -> Iterator[str]:
    """Run nginx before a server until the block ends; yield its host."""
    port = free_port()
    user = "user root;" if os.geteuid() == 0 else ""
    kept = " ".join(f"{kind}_temp_path {at}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (at / "nginx.conf").write_text(
        f"{user} daemon off; pid {at}/pid; error_log {at}/error.log; worker_processes 1;"
        f"events {{}} http {{ access_log off; {kept} server {{ listen 127.0.0.1:{port};"
        f"location / {{ proxy_pass http://{behind.host}; proxy_set_header Host {behind.host}; }}"
        f"{location()} }} }}"
    )
    process = subprocess.Popen([NGINX, "-p", at, "-c", at / "nginx.conf", "-e", at / "error.log"])
    try:
        for _try in range(200):
            if process.poll() is not None:
                raise RuntimeError((at / "error.log").read_text())
            if _answers(port):
                break
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _answers(port: int) -> bool:
    try:
        asked(f"127.0.0.1:{port}", "/healthz/")
    except OSError:
        return False
    return True


def asked(host: str, path: str, *, session: str = "", **headers: str) -> tuple[int, dict[str, str], bytes]:
    cookie = {"Cookie": f"sessionid={session}"} if session else {}
    asking = http.client.HTTPConnection(host, timeout=60)
    asking.request("GET", path, headers={**cookie, **headers, "Connection": "close"})
    answer = asking.getresponse()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def test_nginx_sends_a_private_file_with_every_header_the_site_set(tmp_path):
    ivan, mallory = catalog.teach(person("Ivan Teacher")), person("Mallory Outsider")
    course = catalog.published_course(by=ivan, lessons=0, assessment=False)
    hostile = b"<script>alert(document.domain)</script>"
    files = {name: media.document(course, name=name, content=hostile) for name in ("trap.svg", "trap.html", "trap.mp4")}
    session, other = session_of(ivan), session_of(mallory)
    with served() as plain, served(FILES_ACCEL="/private/") as handing, nginx(handing, at=tmp_path) as host:
        for name, file in files.items():
            status, headers, body = asked(host, file.url, session=session)
            expected = asked(plain.host, file.url, session=session)
            assert (status, body) == (200, hostile), name
            assert headers["content-security-policy"] == "default-src 'none'; sandbox"
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["cache-control"] == "private, no-store"
            assert without(headers) == without(expected[1]), name
            assert "x-accel-redirect" not in headers
            part = asked(host, file.url, session=session, Range="bytes=2-4")
            assert (part[0], part[2]) == (206, hostile[2:5])
            assert part[1]["content-security-policy"] == "default-src 'none'; sandbox"
            assert asked(host, file.url, session=other)[0] == 404
            assert asked(host, f"/private/{file.file.name}", session=session)[0] == 404


def without(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in OF_THE_WAY}
