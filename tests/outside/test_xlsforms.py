"""Both forms as the programs of others read them: pyxform writes XForms, and ODK Validate reads."""

import shutil

import pytest

from programme.codebook import xlsform
from programme.codebook.reading import read_codebook
from programme.codebook.schema import caseload_schema

pytestmark = pytest.mark.outside

FORMS = {"caseload": xlsform.caseload_form, "five-lines": xlsform.answers_form}


def converted(name, tmp_path, *, validate):
    """Write the XForm of a form, and name what was noticed."""
    xls2xform = pytest.importorskip("pyxform.xls2xform", reason="make outside installs pyxform")
    source, target = tmp_path / f"{name}.xlsx", tmp_path / f"{name}.xml"
    source.write_bytes(xlsform.form_workbook(FORMS[name](read_codebook())))
    noticed = xls2xform.xls2xform_convert(str(source), str(target), validate=validate)
    return target.read_text(encoding="utf-8"), noticed


@pytest.mark.parametrize("name", FORMS)
def test_pyxform_converts_it_without_a_warning(name, tmp_path):
    written, noticed = converted(name, tmp_path, validate=False)
    assert noticed == []
    assert 'lang="English (en)"' in written
    assert 'lang="ไทย (th)"' in written
    assert f'version="{read_codebook().edition}"' in written


@pytest.mark.process
@pytest.mark.skipif(not shutil.which("java"), reason="ODK Validate runs on Java")
@pytest.mark.parametrize("name", FORMS)
def test_odk_validate_accepts_it(name, tmp_path):
    _written, noticed = converted(name, tmp_path, validate=True)
    assert noticed == []


def test_no_question_of_the_five_lines_names_anybody(tmp_path):
    written, _noticed = converted("five-lines", tmp_path, validate=False)
    for word in ("employee", "deviceid", "username", "audit"):
        assert word not in written
    assert written.count("<select1") == 5


def test_the_schema_is_read_by_a_program_of_others():
    jsonschema = pytest.importorskip("jsonschema", reason="make outside installs jsonschema")
    found = caseload_schema(read_codebook(), "http://localhost:8000/schema.json")
    reader = jsonschema.Draft202012Validator
    reader.check_schema(found)
    assert reader(found).is_valid({"employee_number": "SP-0042", "lines": [{"phase": "court"}]})
    assert not reader(found).is_valid({"employee_number": "SP-0042", "lines": [{"phase": "?"}]})
