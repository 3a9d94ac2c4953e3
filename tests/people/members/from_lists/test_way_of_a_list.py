"""Three people of a list: brought in, a slip printed, come in, on the board."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from people.lists import actions as lists
from people.lists import carrying
from people.models import BackgroundJob, Person
from tests.makers import NOW, enter
from workload.board import actions as board

LIST = (
    "รหัสพนักงาน\tยศ ชื่อ สกุล\tอีเมล\tหน่วย\tตำแหน่ง\tชั่วโมง\n"
    "001\tร.ต.อ. สมชาย ใจดี\tsomchai@example.org\tทีมเชียงใหม่\tล่าม\t40\n"
    "002\tมะลิ แสนดี\t\tทีมเชียงใหม่\tเจ้าหน้าที่ดูแลเคส\t20\n"
    "003\tแก้ว ทองดี\t\tทีมกรุงเทพ\tล่าม\t40\n"
    "004\tดาว ทองดี\t\tทีมเชียงใหม่\tล่าม\t32\n"
)
CODE = re.compile(r'class="slip-code"[^>]*>([A-Z]{4} [A-Z]{4} [A-Z]{4})<')


@pytest.fixture(autouse=True)
def waiting(settings):
    """Jobs wait until the test does them."""
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}


def test_from_a_list_to_the_board(ploy, wipa, client):
    with time_machine.travel(NOW, tick=False):
        brought = lists.bring(subject="people", text=LIST, by=ploy, now=NOW)
        shown = lists.look(brought=brought, by=ploy, now=NOW)
        assert [str(one.fate) for one in shown.verdicts] == ["new", "new", "cannot", "new"]
        job = lists.save(brought=brought, promised=shown.digest, by=ploy, now=NOW)
        carrying.save_list(job.pk, lambda: NOW)
        job.refresh_from_db()
        assert job.state == BackgroundJob.State.DONE
        assert [row.name for row in board.read(wipa, NOW).awaited] == [
            "ดาว ทองดี",
            "มะลิ แสนดี",
            "สมชาย ใจดี",
        ]

        enter(client, ploy)
        report = client.get(reverse("brought_list", args=[brought.public_id])).text
        place = reverse("slips") + f"?list={brought.public_id}"
        assert place in report
        page = client.post(place, {"do": "new"}).text
        codes = CODE.findall(page)
        assert len(codes) == 2
        assert page.index("ดาว ทองดี") > page.index("มะลิ แสนดี")

        stranger = Client()
        assert stranger.post(reverse("slip"), {"code": codes[0]}).status_code == 302
        arrival = stranger.get(reverse("slip_arrival"))
        assert "มะลิ แสนดี" in arrival.text
        chosen = {"language": "th", "full_name_th": "มะลิ แสนดี", "username": "mali"}
        chosen |= {"password": "seven small rivers"}
        answer = stranger.post(reverse("slip_arrival"), chosen)
        assert answer.status_code == 302
        came = Person.objects.get(employee_number="002")
        assert (came.awaited, came.username) == (False, "mali")
        found = board.read(wipa, NOW)
        assert "มะลิ แสนดี" in [row.name for row in found.others]
        assert len(found.awaited) == 2

        later = NOW + timedelta(hours=1)
        brought.refresh_from_db()
        undoing = lists.undo(brought=brought, by=ploy, now=later)
        carrying.undo_list(undoing.pk, lambda: later)
        undoing.refresh_from_db()
        assert undoing.report == {"undone": 2, "kept": 1}
        assert not Person.objects.filter(employee_number__in=["001", "004"]).exists()
        assert mail.outbox
