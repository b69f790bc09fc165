"""Where the front end's files come from."""

import json
import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import RequestFactory

from cohort.face import assets, styles
from cohort.face.finders import NpmFinder, StyleFinder

STATIC = Path(settings.BASE_DIR) / "site" / "static"


def test_only_the_allowed_files_of_node_modules_are_served():
    assert finders.find("fonts/inter-latin.woff2").endswith("fonts/inter-latin.woff2")
    for name in ("npm/../package.json", "@hotwired/turbo/package.json", "npm/axe.js", "npm/"):
        assert finders.find(name) is None
    assert {name for name, _ in NpmFinder().list([])} == set(assets.FROM_NPM)


def test_what_is_listed_can_be_read_under_its_served_name():
    for name, storage in [*NpmFinder().list([]), *StyleFinder().list([])]:
        with storage.open(name) as file:
            assert file.read(20)


def test_libraries_are_served_without_what_only_their_authors_need():
    for name in ("npm/turbo.js", "npm/stimulus.js"):
        whole = (assets.node_modules() / assets.FROM_NPM[name]).stat().st_size
        [(listed, storage)] = [(each, storage) for each, storage in NpmFinder().list([]) if each == name]
        assert Path(finders.find(name)).stat().st_size < 0.6 * whole
        with storage.open(listed) as file:
            assert file.read() == Path(finders.find(name)).read_bytes()


def test_another_release_of_a_library_is_served_whatever_the_age_of_its_files(settings, tmp_path):
    settings.BASE_DIR, settings.FACE_DIR = tmp_path, tmp_path / "face"
    script = tmp_path / "node_modules" / assets.FROM_NPM["npm/turbo.js"]
    script.parent.mkdir(parents=True)
    for release in ("one", "two"):
        script.write_text(f"export const release = '{release}'")
        os.utime(script, (499162500, 499162500))  # as npm unpacks every file
        assert release in Path(NpmFinder().find("npm/turbo.js")).read_text()


def test_missing_libraries_say_how_they_come(settings, tmp_path):
    settings.BASE_DIR = tmp_path

    errors = NpmFinder().check()
    assert [error.id for error in errors] == ["face.E001"] * len(assets.FROM_NPM)
    assert errors[0].hint == "Run npm ci."


def test_every_import_of_ours_is_in_the_map():
    known = set(assets.modules())
    for path in (STATIC / "js").rglob("*.js"):
        for name in re.findall(r"""(?:from|import)\s+["']([^"']+)["']""", path.read_text()):
            assert name in known, (path.name, name)


def test_the_import_map_carries_the_requests_nonce():
    from django.template import Context, Template

    request = RequestFactory().get("/")
    request.csp_nonce = "abc"
    drawn = Template("{% importmap %}").render(Context({"request": request}))

    assert '<script type="importmap" nonce="abc"' in drawn
    table = json.loads(re.search(r">(\{.*?\})</script>", drawn).group(1))
    assert table["imports"]["@hotwired/turbo"].endswith("npm/turbo.js")


def test_every_icon_that_is_named_is_in_the_sprite():
    sprite = (STATIC / "icons" / "sprite.svg").read_text()
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    from cohort.face.samples import ICONS

    assert set(ICONS) | {"mark"} == drawn
    for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html"):
        for name in re.findall(r"""\{% icon "([\w-]+)\"""", path.read_text()):
            assert name in drawn, (path.name, name)


def test_the_sheet_holds_every_part_once_and_declares_its_layers_first():
    files = styles.parts(STATIC / "css")
    sheet = Path(finders.find("css/cohort.css")).read_text()

    assert {path.name for path in (STATIC / "css").rglob("*.css")} == {path.name for path in files}
    assert sheet.startswith("@layer base, layout, components, print, motion;")
    assert "/*" not in sheet
    assert sheet.count(".choice.right {") == 1


@pytest.mark.parametrize("path", sorted((STATIC / "css").rglob("*.css")), ids=lambda path: path.name)
def test_parts_use_roles_logical_sides_and_no_force(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    assert "!important" not in text
    assert "@import" not in text
    sides = (
        r"\b(?<!area-)(margin|padding|border|inset)-(left|right|top|bottom)\b|(?<![\w-])(left|right|top|bottom|float):"
    )
    assert not re.search(sides, text)
    if path.name not in {"tokens.css", "cover.css", "avatar.css", "overlay.css"}:
        assert not re.search(r"oklch\(|#[0-9a-f]{3,8}\b|rgb\(", text)
    assert text.lstrip().startswith("@layer ")
