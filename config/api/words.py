"""What the API does, in people's words: for the page that describes it to who has a key made."""

from django.utils.translation import gettext_lazy as _

# A subject, and its operations in the order of use.
SUBJECTS = (
    (
        _("Weeks and days"),
        {
            "GET /api/v1/me/caseload": _("Read the lines that you carry now"),
            "POST /api/v1/weeks": _("Send a week, or change it while it is open"),
            "POST /api/v1/days": _("Note days: shifts, nights, material, days away"),
            "GET /api/v1/me/load": _("Read your own load of the last weeks"),
            "GET /api/v1/policy": _("Read the numbers by which your weeks are judged"),
        },
    ),
    (
        _("Your team"),
        {
            "GET /api/v1/team": _("Read the board, as on the page; the look is noted"),
            "GET /api/v1/flags": _("Read open flags: your own, and those that wait for you"),
            "GET /api/v1/groups": _("Read how teams are doing, in bands of four weeks"),
        },
    ),
    (
        _("Moving work"),
        {
            "GET /api/v1/transfers": _("Read moves that concern you or your team"),
            "GET /api/v1/transfers/{public_id}": _("Read one move"),
            "POST /api/v1/transfers": _("Propose to move work of a person you supervise"),
            "POST /api/v1/transfers/{public_id}/accept": _("Take the work you were asked to take"),
            "POST /api/v1/transfers/{public_id}/decline": _("Say no to it"),
            "POST /api/v1/transfers/{public_id}/withdraw": _("Withdraw a proposal"),
        },
    ),
    (
        _("Offers of help"),
        {
            "GET /api/v1/hands/offers": _("Read which units offer help"),
            "POST /api/v1/hands/offers": _("Offer help from your unit until a date"),
            "POST /api/v1/hands/offers/{public_id}/close": _("Withdraw an offer"),
            "GET /api/v1/hands/requests": _("Read who asks for help"),
            "POST /api/v1/hands/requests": _("Ask for help"),
            "POST /api/v1/hands/requests/{public_id}/agree": _("Agree to a request"),
            "POST /api/v1/hands/requests/{public_id}/decline": _("Answer: not now"),
            "POST /api/v1/hands/requests/{public_id}/withdraw": _("Withdraw a request"),
        },
    ),
    (
        _("People and roles"),
        {
            "GET /api/v1/people": _("Read the people that an admin manages, with their roles"),
            "POST /api/v1/people": _("Invite people, a hundred at most"),
            "GET /api/v1/people/{number}": _("Read one person by the employee number"),
            "PATCH /api/v1/people/{number}": _("Change the employee number, email or phone"),
            "POST /api/v1/people/{number}/roles": _("Give a role from a day on"),
            "PATCH /api/v1/people/{number}/roles/{role_id}": _("Let a role go on elsewhere"),
            "POST /api/v1/people/{number}/roles/{role_id}/end": _("End a role"),
            "GET /api/v1/addresses": _("Read work emails and work phones"),
            "GET /api/v1/units": _("Read the units that an admin manages"),
            "GET /api/v1/jobs": _("Read the jobs that people can be given"),
        },
    ),
    (
        _("Absences"),
        {
            "GET /api/v1/absences": _("Read who is away for a longer time, never why"),
            "POST /api/v1/people/{number}/absences": _("Enter a long absence"),
            "PUT /api/v1/absences/{public_id}": _("Move the days of an absence"),
            "POST /api/v1/absences/{public_id}/end": _("Say that a person is back"),
            "GET /api/v1/days-off": _("Read the days off that were entered for people"),
            "POST /api/v1/people/{number}/days-off": _("Enter days off for a person"),
            "POST /api/v1/days-off/{public_id}/withdraw": _("Withdraw days off"),
        },
    ),
    (
        _("Certificates"),
        {
            "GET /api/v1/certificate-types": _("Read which certificates there are"),
            "GET /api/v1/certificates": _("Read who has which certificate until when"),
            "POST /api/v1/certificates": _("Record a certificate, as a trainer does"),
        },
    ),
    (
        _("Trainings"),
        {
            "GET /api/v1/sessions": _("Read the trainings that you arrange or record"),
            "GET /api/v1/sessions/{public_id}": _(
                "Read a training with its attendance list; the look is noted"
            ),
            "POST /api/v1/sessions/{public_id}/roll": _("Record who was there, all in one call"),
        },
    ),
    (
        _("Programme and open data"),
        {
            "GET /api/v1/coverage": _("Read how posts were covered by region, ninety days ago"),
            "GET /api/v1/directory": _("Read which organisations do what, where"),
            "GET /api/v1/releases": _("Read which releases are public"),
            "GET /api/v1/releases/{public_id}": _("Read where the files of a release are"),
        },
    ),
    (
        _("Scales"),
        {
            "GET /api/v1/instruments": _("Read how each scale is added up, with its source"),
            "POST /api/v1/instruments/{key}/score": _("Add up sets of answers; nothing is kept"),
        },
    ),
)
# What an answer's number means for who reads the page.
ANSWERS = (
    ("200, 201", _("Done.")),
    ("401", _("The key is missing, unknown or has expired.")),
    ("403, 404", _("You do not have access to it, or it does not exist.")),
    ("409", _("Somebody else did it first, or it was sent already.")),
    ("412", _("It changed since you read it.")),
    ("413, 422", _("Something in it does not fit. The answer says which field, and why.")),
    ("429", _("Too many at once. Please wait as long as the answer says.")),
)
# What a program can do about a problem, by its code; others say in words what does not fit.
CODES = (
    ("already_sent", _("The week was sent already. Read it, and name its key as `corrects`.")),
    ("key_reused", _("This key came with another body before. Take a new key for what changed.")),
    ("lines_mode", _("Say what the lines do to the carried ones: replace, change or add.")),
    ("line", _("The field names the line by its place, counted from 0.")),
    ("answered", _("Somebody answered it meanwhile. Read it again.")),
    ("stale", _("Somebody saved the training meanwhile. Read it, and send its new version.")),
    ("no_place", _("The person has no place in the training. Give them one on its page first.")),
    (
        "looks_personal",
        _("Free text looks personal. Send it with `acknowledged` if it has to stay."),
    ),
    ("changed", _("It changed since you read it. Read it again.")),
    ("cursor", _("The cursor is not one of this list. Begin again without one.")),
    ("scope", _("The key is for something else. `scope` says what it would have to be for.")),
    ("key_ended", _("The key has expired. Its person makes a new one.")),
    ("already_there", _("There is a person with this number or address. Change them instead.")),
    (
        "buddhist_year",
        _("Days are written with years of the common era, as in 2026-11-30."),
    ),
    ("key_rests", _("The key of the organisation is on hold. One of its admins takes it over.")),
    ("no_tls", _("The call came without TLS, so the key was open to read. Make a new key.")),
    ("too_many", _("Too many at once. Please wait as long as the answer says.")),
)
