"""Who is of the office, and which parts are shared."""

from hypothesis import given
from hypothesis import strategies as st

from programme.models import BELONGS_TO, SharedPart
from programme.rules.office import SeatNaming, is_named, shared_parts

NAMINGS = st.sets(st.builds(SeatNaming, st.integers(1, 3), st.integers(1, 3)), max_size=6)


@given(NAMINGS)
def test_one_organisation_or_one_human_being_alone_names_no_person(namings):
    one_place = len({each.organisation for each in namings}) < 2
    one_human = len({each.account for each in namings}) < 2

    assert is_named(namings) is not (one_place or one_human)


@given(st.sets(st.sampled_from([*SharedPart])), st.sampled_from([*SharedPart]))
def test_a_part_taken_back_takes_only_what_belongs_to_it(agreed, gone):
    before = shared_parts(agreed, leads_to=BELONGS_TO)
    after = shared_parts(agreed - {gone}, leads_to=BELONGS_TO)

    assert before <= agreed
    assert gone not in after
    assert before - after <= {gone, *(one for one, of in BELONGS_TO.items() if of == gone)}
    assert after == before - {gone} - (
        {SharedPart.NAMES} if SharedPart.POSTS not in agreed - {gone} else set()
    )
