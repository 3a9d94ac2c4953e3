"""Which pages stay open when the others are shut, each by the name of its route.

A new page is in neither list of open ones, so it is shut before anyone thinks of it.
"""

# The person's own account, and how they sign in.
OWN_ACCOUNT = {
    "helped",
    "account",
    "account_names",
    "account_places",
    "home_screen",
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_remove_webauthn",
}
# What gives an account a further way in.
NEW_WAYS_IN = {"mfa_activate_totp", "mfa_generate_recovery_codes", "mfa_add_webauthn"}
# What a person without a role today may open: their own record, account, certificates and help. Any
# other page is a 404; pages without a sign-in are open to all.
OPEN_WITHOUT_ROLE = {
    "home",
    "help_now",
    # Their own record, with their shares: no other person reads these now; they can take them back.
    "my_record",
    "consent_text",
    "my_shares",
    "my_weeks",
    "erase_week",
    "erase",
    "objection",
    "record_json",
    "record_zip",
    "opened",
    "opened_sheet",
    # Their own account.
    *OWN_ACCOUNT,
    *NEW_WAYS_IN,
    "account_address",
    "account_phone",
    "own_messages",
    "account_close",
    "leaving",
    # Their own certificates.
    "my_certificates",
    "certificate",
    "evidence",
    "passport",
    "proof",
    "badge",
}
# What stays open to an account after others helped its owner sign in, until the owner has said that
# it was them: pages without an answer of before, by them or by those who trust them. Any other page
# says why it is closed and until when.
OPEN_WHILE_CLOSED = {
    "home",
    "help_now",
    "my_week",
    "my_events",
    "after_event",
    "talk",
    "promise",
    # Their rights: an agreement can be withdrawn. Nothing is handed out or deleted meanwhile.
    "my_record",
    "consent_text",
    # Their own account, without what would let those who helped keep it.
    *OWN_ACCOUNT,
    # How programs ask; their keys open nothing meanwhile.
    "api:openapi-json",
    "api:openapi-view",
    # Trainings and certificates, which an admin sees too.
    "my_certificates",
    "certificate",
    "my_trainings",
    "training",
    "plan_session",
    "session",
    "courses",
    "course",
    "requirement_table",
    "requirement_sheet",
    "requirement_gaps",
    "requirement_list",
    "person_requirements",
    "who_covers",
}
# What is shut for seven days after a mailed link alone was enough for a new password: pages that
# are made of what the owner said, or tell of it. On all others the seal keeps it closed.
SHUT_AFTER_A_RESET = {
    "my_trend",
    "choose_card",
    "answer_flag",
    "my_half_year",
    "my_weeks",
    "erase_week",
    "my_shares",
    "share_new",
    "my_scales",
    "scale",
    "scale_result",
    "my_pay",
    "erase",
    "record_json",
    "record_zip",
    "opened",
    "opened_sheet",
}
