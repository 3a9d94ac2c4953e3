"""What the programme office notes in the access log: the kinds of access, in words."""

from django.utils.translation import gettext_lazy as _

from people.access_kinds import access_kind

PROGRAMME = access_kind(
    "programme",
    _("Certificates. Reason: programme overview"),
    _("Your certificates, in the overview of all units."),
)
# Each part of a programme has its look; it is about the organisation, and names no person.
PARTS = {
    "posts": access_kind(
        "prog_posts",
        _("Posts and their coverage. Reason: office of the programme"),
        _("Which posts your organisation has, and whether they are held. No name."),
    ),
    "names": access_kind(
        "prog_names",
        _("Names of specialists in posts. Reason: office of the programme"),
        _("The names of people who hold a post of your organisation."),
    ),
    "groups": access_kind(
        "prog_groups",
        _("Figures of groups. Reason: office of the programme"),
        _("What your organisation tells of its groups, by its own rule. Of no person."),
    ),
    "releases": access_kind(
        "prog_release",
        _("Releases. Reason: office of the programme"),
        _("What your organisation releases. Of no person."),
    ),
    "directory": access_kind(
        "prog_direct",
        _("Directory. Reason: office of the programme"),
        _("How your organisation can be reached. Of no person."),
    ),
}
VOLUNTEERS_READ = access_kind(
    "vol_applied",
    _("Names of people who applied as volunteers. Reason: answering them"),
    _("The name and the contact that each of them left. Nothing about people who work here."),
)
NAME_AT_POST = access_kind(
    "post_name",
    _("Your name at a post. Reason: programme office"),
    _("Your name and the post that you hold. No case, no answer, no load."),
)
SHARING = access_kind(
    "prog_changed",
    _("What a programme of several organisations sees. Reason: an admin changed it"),
    _("What your organisation shares, and who reads it. Nothing about people."),
)
OFFICE_NAMED = access_kind(
    "prog_named",
    _("Named for the office of a programme. Reason: an admin did so"),
    _("That an admin named you for the office, or withdrew that."),
)
POST_HELD = access_kind(
    "post_held",
    _("A post given or ended. Reason: keeping posts"),
    _("Which post you hold, from when until when, and who entered it."),
)
POST_ASKED = access_kind(
    "post_asked",
    _("A question whether you would take a post. Reason: keeping posts"),
    _("Which post, from when, and who asked. A no reads there as no answer does."),
)
POST_FIT = access_kind(
    "post_fit",
    _("Level, certificates and languages. Reason: who could take a post"),
    _(
        "That you fit a post, or would with a training: by level, certificates, languages and "
        "posts you hold. Your load for your own supervisor alone. Never an answer, leave or a flag."
    ),
)
RELEASE_ASKED = access_kind(
    "rel_asked",
    _("A release asked for. Reason: office of the programme"),
    _("That a draft of a quarter was asked for. Of no person."),
)
RELEASE_YES = access_kind(
    "rel_yes",
    _("A yes to a release. Reason: office of the programme"),
    _("That a draft was read and approved. Of no person."),
)
RELEASE_BACK = access_kind(
    "rel_back",
    _("A draft of a release sent back. Reason: office of the programme"),
    _("That a draft was taken away before it was public. Of no person."),
)
RELEASE_CORRECTS = access_kind(
    "rel_note",
    _("A correction in a draft of a release. Reason: office of the programme"),
    _("That a correction of an earlier release was written, changed or taken out. Of no person."),
)
RELEASE_GONE = access_kind(
    "rel_gone",
    _("A release withdrawn. Reason: office of the programme"),
    _("That what was public was withdrawn. Of no person."),
)
