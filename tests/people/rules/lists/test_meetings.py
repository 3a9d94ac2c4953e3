"""Lists of online meetings: each person once, with the minutes that they were there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.rules.lists.meetings import MeetingPerson, is_meeting, minutes_together, read_meeting
from people.rules.lists.reading import read_file, read_pasted

ZOOM = """Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants
812 3456,Interviewing,11/19/2026 09:00:00 AM,11/19/2026 12:00:00 PM,t@example.org,180,3

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,In Waiting Room
Nok,nok@example.org,11/19/2026 08:50:00 AM,11/19/2026 09:00:00 AM,10,Yes,Yes
Nok,nok@example.org,11/19/2026 09:00:00 AM,11/19/2026 10:00:00 AM,60,Yes,No
Nok (phone),nok@example.org,11/19/2026 09:30:00 AM,11/19/2026 10:30:00 AM,60,Yes,No
Montri,,11/19/2026 11:50:00 PM,11/20/2026 12:10:00 AM,20,Yes,No
"""
TEAMS = """1. Summary
Meeting title\tInterviewing
Attended participants\t2
Start time\t11/19/26, 9:00:00 AM

2. Participants
Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole
Nok\t11/19/26, 9:00:01 AM\t11/19/26, 11:00:01 AM\t1h 2m 3s\tnok@example.org\t\tPresenter
Montri\t11/19/26, 9:00:01 AM\t11/19/26, 9:45:03 AM\t45m 2s\t\t\tAttendee

3. In-Meeting Activities
Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
Nok\t11/19/26, 9:00:01 AM\t11/19/26, 9:30:01 AM\t30m\tnok@example.org\tPresenter
"""
TEAMS_THAI = """1. สรุป
ชื่อการประชุม\tการสัมภาษณ์

2. ผู้เข้าร่วม
ชื่อ\tเข้าร่วมครั้งแรก\tออกครั้งล่าสุด\tระยะเวลาในการประชุม\tอีเมล\tบทบาท
นก\t19/11/2569 09:00:01\t19/11/2569 11:00:01\t1 ชม. 2 นาที 3 วินาที\tnok@example.org\tผู้นำเสนอ
มนตรี\t19/11/2569 09:00:01\t19/11/2569 09:45:03\t45 นาที 2 วินาที\t\tผู้เข้าร่วม

3. กิจกรรมในการประชุม
ชื่อ\tเวลาเข้าร่วม\tเวลาออก\tระยะเวลา\tอีเมล\tบทบาท
"""


def told(people):
    return [(one.name, one.email, one.minutes, one.lines) for one in people]


def test_zoom_counts_a_minute_on_two_devices_once_and_the_waiting_room_never():
    table = read_pasted(ZOOM)
    assert is_meeting(table)
    assert told(read_meeting(table)) == [
        ("Nok", "nok@example.org", 90, (6, 7)),
        ("Montri", "", 20, (8,)),
    ]


@pytest.mark.parametrize("text", [TEAMS, TEAMS_THAI], ids=["English", "Thai"])
def test_teams_counts_the_time_in_the_meeting_and_no_section_below(text):
    people = read_meeting(read_file(text.encode("utf-16")))
    assert [(one.email, one.minutes) for one in people] == [("nok@example.org", 62), ("", 45)]


def test_meet_has_surnames_apart():
    head = "First name,Last name,Email,Duration,Time joined,Time exited\n"
    text = f"{head}Nok,Sri,,1 hr 5 min,9:00,10:05\n"
    assert read_meeting(read_pasted(text)) == [MeetingPerson("Nok Sri", "", 65, (2,))]


def test_a_person_without_an_address_in_one_line_is_the_same_person():
    head = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)\n"
    text = f"{head}Nok,nok@example.org,9:00,9:30,30\nnok,,10:00,10:20,20\n"
    [nok] = read_meeting(read_pasted(text))
    assert (nok.minutes, nok.lines) == (50, (2, 3))


@pytest.mark.parametrize(
    "text",
    [
        "Name,Attendance\nNok,full\n",
        "Name,Duration,Hours\nInterviewing,2 days,12\n",
        "Nok\tมา\n",
        "ชื่อ-สกุล,เช้า,บ่าย\nนก,/,/\n",
    ],
)
def test_other_lists_are_no_meeting(text):
    assert not is_meeting(read_pasted(text))
    assert read_meeting(read_pasted(text)) == []


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=1, max_size=6))
def test_overlapping_stays_count_each_minute_once(stays):
    spans = [(min(stay), max(stay)) for stay in stays]
    minutes = {minute for begin, end in spans for minute in range(begin, end)}
    found = minutes_together([("", begin * 60, end * 60) for begin, end in spans])
    assert found == len(minutes)
