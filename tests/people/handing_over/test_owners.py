"""Every key to a person says whether something rests with them, so that nothing is left behind.

A new key fails here until it stands in one of the lists: what rests is handed over by its kind,
what is a person's own goes nowhere, what happened stays as it was.
"""

from django.apps import apps

from people.handing_over.kinds import RESTING_KINDS
from people.models import Person

# Who acts: with the code of the kind that hands it over.
RESTS = {
    "workload.FlagStep.to": "flag",
    "workload.FlagStep.owner": "flag",
    "workload.Transfer.proposed_by": "move",
    "wellbeing.ContactRequest.contact": "contact",
    "workload.SupervisionTalk.supervisor": "talk",
    "training.Session.trainer": "session",
    "training.Promotion.panel": "level_panel",
    "training.AwardCycle.panel": "award_panel",
    "people.RoleProposal.decided_by": "role_proposal",
    "training.Study.decided_by": "hours",
    "training.Enrolment.proposed_by": "result",
    "people.Membership.person": "last_admin",
    "workload.CaseloadLine.person": "cases",
}
# The person's own, or about them: it stays with them, also after their last role.
OWN = {
    "people.Absence.person",
    # Where the owner was helped to sign in.
    "people.Account.helped_in",
    "people.AddressChange.person",
    "people.ApiToken.person",
    "people.LeavingReason.person",
    # Lists on their way and their jobs: no other person sees them.
    "people.BackgroundJob.by",
    "people.ListImport.by",
    # Entered before they came: the place becomes theirs.
    "people.Invitation.person",
    "people.LostSignIn.person",
    # Whom somebody stands in for: it ends with that role.
    "people.Membership.acting_for",
    "people.MessageChoices.person",
    "people.OutgoingLetter.recipient",
    "people.RoleProposal.person",
    "people.SentOnce.recipient",
    "people.Visit.person",
    "people.WaitingLine.recipient",
    # Who takes what: where they go before, the next one who could takes it.
    "people.HandOverLine.taker",
    # Two members named the person, not the role: another is named anew.
    "programme.OfficeSeat.person",
    # A post stays: it is vacant once its holder has left, and the board says since when.
    "programme.PostHolder.person",
    # A question whether they would take a post: it ends unanswered after 14 days.
    "programme.PostQuestion.person",
    "training.CompetencyAssessment.person",
    "training.Award.person",
    "training.CalendarFeed.person",
    "training.Certificate.person",
    "training.Enrolment.person",
    "training.Evaluation.person",
    "training.Exemption.person",
    "training.Goal.person",
    # A mentor is asked by a colleague, in no role: the person chooses another.
    "training.Goal.mentor",
    "training.MeetingPlace.person",
    "training.HeldLevel.person",
    "training.Nomination.person",
    "training.Promotion.person",
    "training.Proof.person",
    "training.Thanks.receiver",
    "training.ThanksLink.person",
    "training.VolunteerTerms.person",
    "wellbeing.AfterOff.person",
    "wellbeing.Assessment.person",
    "wellbeing.CardChoice.person",
    "wellbeing.CheckIn.person",
    "wellbeing.ConsentSeen.person",
    "wellbeing.ContactRequest.person",
    "wellbeing.HardEvent.person",
    "wellbeing.Objection.person",
    "wellbeing.OwnContact.person",
    "wellbeing.Restriction.person",
    "wellbeing.Share.person",
    # Whom a person shows their answers to is their own choice: nobody takes it over.
    "wellbeing.Share.to",
    "workload.BesideLog.person",
    "workload.DayOff.person",
    "workload.DutyDay.person",
    "workload.Flag.person",
    "workload.LieuGrant.person",
    "workload.PayNumber.person",
    "workload.StudyLog.person",
    "workload.SupervisionTalk.person",
    "workload.TimeOff.person",
    "workload.WeekLink.person",
    # Who gives or receives cases answers for themselves.
    "workload.Transfer.giver",
    "workload.Transfer.receiver",
    "workload.WorkWeek.person",
}
# What somebody did: it stays as it was. What is still to be done is found by today's roles.
DONE = {
    "people.Absence.entered_by",
    "people.AccessEvent.person",
    "people.AccessEvent.viewer",
    "people.HandOver.made_by",
    # What waits for a second person lapses in three days; any admin of the person asks anew.
    "people.LostSignIn.asked_by",
    "people.LostSignIn.decided_by",
    # Any admin of the unit renews an invitation or withdraws it.
    "people.Invitation.invited_by",
    "people.Invitation.accepted_by",
    # What a member agreed to stays; any admin of the whole organisation takes it back.
    "programme.OfficeNaming.named_by",
    "programme.PostHolder.entered_by",
    # Anybody who keeps the entries confirms one, and who writes lessons changes one.
    "programme.DirectoryEntry.confirmed_by",
    "programme.Lesson.written_by",
    # Anybody who keeps the posts confirms or withdraws a question.
    "programme.PostQuestion.asked_by",
    # Anybody of the programme's office withdraws what it asked; any keeper of the post answers.
    "programme.KeeperAsk.asked_by",
    "programme.KeeperAsk.answered_by",
    # Any admin of the whole organisation changes the public page.
    "programme.VolunteerPage.changed_by",
    # A report stays with the office: any person of it asks for another.
    "programme.ProgrammeReport.asked_by",
    # Anybody of the programme's office reads a draft, sends it back or withdraws a release; a yes
    # is one's own and judged again at the second.
    "programme.Release.asked_by",
    "programme.Release.withdrawn_by",
    "programme.ReleaseApproval.said_by",
    # Any admin of the whole organisation ends the consent, and says where units are.
    "programme.ReleaseConsent.agreed_by",
    "programme.ReleaseConsent.withdrawn_by",
    "programme.UnitPlace.set_by",
    # Any trainer answers a wish.
    "programme.SessionWish.asked_by",
    "programme.SessionWish.answered_by",
    "programme.PartAgreement.agreed_by",
    "programme.PartAgreement.withdrawn_by",
    "programme.ProgrammeInvite.made_by",
    "programme.ProgrammeMember.joined_by",
    "training.CompetencyAssessment.by",
    "training.AwardCycle.made_by",
    "training.Certificate.issued_by",
    "training.Certificate.confirmed_by",
    "training.Certificate.revoked_by",
    "training.Evidence.added_by",
    "training.Exemption.made_by",
    "training.HeldLevel.given_by",
    # What people told and is not confirmed yet: any trainer of theirs confirms it.
    "training.GroupMeeting.leader",
    "training.GroupMeeting.recorded_by",
    "training.MeetingPlace.decided_by",
    "training.SupervisionShare.set_by",
    "training.Nomination.by",
    "training.Opinion.by",
    "training.PromotionOpinion.by",
    "training.Requirement.added_by",
    "training.Session.recorded_by",
    # Any trainer of the session takes an offer back, any of the invited organisation answers.
    "training.SessionPartner.answered_by",
    "training.SessionPartner.offered_by",
    "training.Thanks.giver",
    # Any admin of the whole organisation decides, and the last one does not go.
    "training.ThanksReport.by",
    "training.ThanksReport.decided_by",
    "training.VolunteerTerms.written_by",
    "wellbeing.WordingPack.loaded_by",
    "workload.FlagStep.by",
    # Whoever leads the unit answers; of a unit without a supervisor, the level above.
    "workload.HandRequest.answered_by",
    "workload.HandRequest.asked_by",
    "workload.RoomOffer.offered_by",
    "workload.LieuGrant.by",
    "workload.LoadPolicy.made_by",
    "workload.PolicyDraft.made_by",
    "workload.SupervisionTalk.written_by",
    "workload.Transfer.answered_by",
}


def keys_to_people() -> set[str]:
    """Every key of a model to a person."""
    return {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in [*model._meta.concrete_fields, *model._meta.many_to_many]
        if field.related_model is Person
    }


def test_every_key_to_a_person_says_whether_something_rests_with_them():
    assert keys_to_people() == RESTS.keys() | OWN | DONE


def test_each_stands_in_one_list():
    assert not OWN & DONE
    assert not RESTS.keys() & (OWN | DONE)


def test_what_rests_has_a_kind():
    assert set(RESTS.values()) == RESTING_KINDS.keys()
