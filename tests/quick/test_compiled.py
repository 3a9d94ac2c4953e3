"""What is compiled before the processes of a run begin is what they would compile."""

import sys

from _pytest.assertion import rewrite

from .compiled import TESTS, compile_one, rewritten


def test_a_file_is_compiled_once_and_pytest_reads_it(tmp_path, monkeypatch, pytestconfig):
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    test = tmp_path / "test_one.py"
    test.write_text("def test_one():\n    assert 1 + 1 == 2\n")

    assert [compile_one(test, pytestconfig) for _time in range(2)] == [True, False]
    [kept] = (tmp_path / "kept").rglob("*.pyc")
    assert rewrite._read_pyc(test, kept) is not None

    test.write_text("def test_one():\n    assert 1 + 1 == 3\n")
    assert compile_one(test, pytestconfig)


def test_tests_and_their_fixtures_are_compiled_and_no_helper_is():
    names = {str(path.relative_to(TESTS)) for path in rewritten(TESTS)}

    assert {"conftest.py", "quick/test_compiled.py", "journeys/conftest.py"} <= names
    assert not names & {"makers.py", "quick/compiled.py"}
