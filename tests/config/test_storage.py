"""The stylesheet and the script as they are served say what their sources say, in fewer bytes."""

import pytest
from django.core.files.base import ContentFile

from config.storage import LeanStaticFilesStorage, lean_css, lean_js


@pytest.mark.parametrize(
    ("written", "served"),
    [
        ("a { color: red; }\n\nb > i,\nu { top: 0 }\n", "a{color:red;}b > i,u{top:0}"),
        ('/* why:\n   so */a::after { content: ", /*a"; }', 'a::after{content:", /*a";}'),
        (
            "a { width: calc(1rem + 2px); margin: -1px  0 }",
            "a{width:calc(1rem + 2px);margin:-1px 0}",
        ),
        (
            "@media (width >= 9rem) { a :hover { top: 0 } }",
            "@media (width >= 9rem){a :hover{top:0}}",
        ),
    ],
)
def test_a_stylesheet_loses_only_what_says_nothing(written, served):
    assert lean_css(written).strip() == served


def test_a_script_loses_its_comments_and_keeps_its_lines():
    assert lean_js("// why\nif (a) {\n  // so\n  b(); // c\n}\n") == "if (a) {\nb(); // c\n}\n"


def test_what_is_collected_is_served_lean_under_a_name_of_its_own(tmp_path):
    storage = LeanStaticFilesStorage(location=tmp_path, base_url="/static/")
    storage.save("app.css", ContentFile(b"/* why */ a { top: 0; }\n"))
    done = [
        hashed for _name, hashed, _ok in storage.post_process({"app.css": (storage, "app.css")})
    ]
    served = storage.stored_name("app.css")
    assert served in done
    with storage.open(served) as found:
        assert found.read() == b" a{top:0;}"
