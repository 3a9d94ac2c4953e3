"""Where things are: the jobs of each role as tabs, and the pages under each.

Every page stands under one tab, or under "Yours", the person's own name at the top. A new page is
put here once; a test opens every address as every role and refuses a page without a place.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from people.models import MAY, Person, Role
from people.product_modules import OF_ROUTE
from people.writing.sentences import Sentence

# A bottom bar holds five.
TABS_AT_MOST = 5
# Stands among the modules that are off for a person who is no admin of the whole organisation.
A_PART = "a part"
# Everybody who belongs finds these two in the bar, however many jobs they have.
ALWAYS = ("week", "talk")


@dataclass(frozen=True)
class NavPage:
    """A page of a job, with the routes that lie below it and lead back to it.

    `roles` are those who may open it; None stands for everybody, also without a role.
    """

    url: str
    label: Sentence
    below: tuple[str, ...] = ()
    roles: tuple[Role, ...] | None = tuple(Role)
    # For an admin of the whole organisation alone.
    whole: bool = False

    def open_to(self, roles: Iterable[Role], off: frozenset[str] = frozenset()) -> bool:
        """Say whether one of these roles may open the page, and its module is not switched off."""
        if OF_ROUTE.get(self.url) in off or (self.whole and A_PART in off):
            return False
        return self.roles is None or bool(set(self.roles) & set(roles))

    def holds(self, route: str) -> bool:
        """Say whether a route is this page or lies below it."""
        return route == self.url or route in self.below


@dataclass(frozen=True)
class Tab:
    """A job: a short word in the bar, its icon, and its pages, of which the first is its home.

    `otherwise` is the tab that takes its pages where the bar has no place for it, or `one_entry`
    that stands for all of them. What only `office` pages look like is in a stylesheet of its own.
    """

    key: str
    label: Sentence
    icon: str
    pages: tuple[NavPage, ...]
    otherwise: str = "yours"
    office: bool = False
    one_entry: bool = False

    @property
    def entry(self) -> NavPage:
        """Give one page that holds all of its pages, under its own name."""
        below = (route for page in self.pages for route in (page.url, *page.below))
        return replace(self.pages[0], label=self.label, below=tuple(dict.fromkeys(below)))

    @property
    def home(self) -> str:
        """Give the route of its first page."""
        return self.pages[0].url


@dataclass(frozen=True)
class NavPlace:
    """Where a route stands for a person: the tabs they have, and which of them is open."""

    tabs: tuple[Tab, ...]
    yours: Tab
    tab: Tab | None
    page: NavPage | None
    route: str

    @property
    def at_home(self) -> bool:
        """Say whether this is the home of a job that has no second level."""
        return self.tab is not None and self.route == self.tab.home and len(self.tab.pages) == 1

    @property
    def crumbs(self) -> tuple[tuple[str, Sentence], ...]:
        """Give the way back, as (route, name); a page of the second level needs none."""
        if not self.tab or not self.page or self.route == self.page.url:
            return ()
        home = self.tab.pages[0]
        first = ((home.url, self.tab.label),)
        return first if self.page == home else (*first, (self.page.url, self.page.label))


LIST_PAGES = ("list_new", "brought_list")
STATION_PAGES = ("stations_list", "station_new", "station", "unit_places")
POST_PAGES = ("post_new", "post", "post_gap", "keeper_ask", *STATION_PAGES)
DIRECTORY_PAGES = (
    *("directory_entry", "directory_own", "directory_entry_new", "directory_entry_change"),
    *("own_service_new", "own_service", "pathways", "pathway_new", "pathway", "pathway_change"),
    *("lessons", "lesson_new", "lesson", "lesson_change"),
)
CAREER_PAGES = ("career", "volunteer_terms", "promotion", "ladder", "level", "supervision_shares")
REQUIREMENT_PAGES = ("person_requirements", "who_covers", "requirement_gaps", "certificate")

TABS = (
    Tab(
        "team",
        _("Team"),
        "team",
        (
            NavPage(
                "team",
                _("Board"),
                ("team_member", "team_half_year", "team_time", "move_work", "move"),
                (Role.SUPERVISOR,),
            ),
            NavPage("forecast", _("Next 8 weeks"), (), (Role.SUPERVISOR,)),
            NavPage("lend_a_hand", _("Offers of help"), (), (Role.SUPERVISOR,)),
            NavPage(
                "requirement_table",
                _("Who has which certificate"),
                REQUIREMENT_PAGES,
                (Role.SUPERVISOR,),
            ),
            NavPage("people_careers", _("Careers"), CAREER_PAGES, (Role.SUPERVISOR,)),
            NavPage("lists", _("Bring in a list"), LIST_PAGES, (Role.SUPERVISOR,)),
            NavPage("volunteer_funnel", _("Applications of volunteers"), (), (Role.SUPERVISOR,)),
            NavPage("own_part", _("Your own part"), (), (Role.SUPERVISOR,)),
        ),
        office=True,
    ),
    Tab(
        "training",
        _("Training"),
        "training",
        (
            NavPage(
                "training",
                _("Overview"),
                (
                    "plan_session",
                    "session_wish",
                    "session",
                    "change_session",
                    "session_partners",
                    "issue_certificate",
                ),
                (Role.TRAINER,),
            ),
            NavPage("partner_offers", _("Sessions of others"), (), (Role.TRAINER,)),
            NavPage("courses", _("Courses"), ("course", "first_training"), (Role.TRAINER,)),
            NavPage("lists", _("Bring in a list"), LIST_PAGES, (Role.TRAINER,)),
            NavPage("evaluations", _("What people say"), ("evaluation",), (Role.TRAINER,)),
            NavPage("training_report", _("A year of training"), (), (Role.TRAINER,)),
            NavPage("people_careers", _("Careers"), CAREER_PAGES, (Role.TRAINER,)),
        ),
        office=True,
    ),
    Tab(
        "certificates",
        _("Certificates"),
        "check",
        (
            NavPage(
                "requirement_table",
                _("Who has which certificate"),
                REQUIREMENT_PAGES,
                (Role.TRAINER,),
            ),
            NavPage("requirement_list", _("Requirements"), (), (Role.TRAINER,)),
            NavPage(
                "renewals", _("Hours to confirm"), ("study_hours", "evidence"), (Role.TRAINER,)
            ),
        ),
        otherwise="training",
        office=True,
    ),
    Tab(
        "coverage",
        _("Coverage"),
        "programme",
        (
            NavPage("programme", _("Overview"), (), (Role.PROGRAMME,)),
            NavPage("coverage_board", _("Where is nobody?"), ("post_keepers",), (Role.PROGRAMME,)),
            NavPage("posts", _("Posts"), POST_PAGES, (Role.PROGRAMME,)),
            NavPage("programme_office", _("Members"), (), (Role.PROGRAMME,)),
            NavPage("directory", _("Directory"), DIRECTORY_PAGES, (Role.PROGRAMME,)),
            NavPage(
                "requirement_table",
                _("Who has which certificate"),
                REQUIREMENT_PAGES,
                (Role.PROGRAMME,),
            ),
            NavPage("unit_loads", _("Load of units"), (), (Role.PROGRAMME,)),
            NavPage("groups", _("How teams are doing"), (), (Role.PROGRAMME,)),
            NavPage("people_careers", _("Careers"), CAREER_PAGES, (Role.PROGRAMME,)),
        ),
        office=True,
    ),
    Tab(
        "reports",
        _("Reports"),
        "report",
        (
            NavPage("reports", _("Reports"), ("report",), (Role.PROGRAMME,)),
            NavPage("training_report", _("A year of training"), (), (Role.PROGRAMME,)),
            NavPage("evaluations", _("What people say"), ("evaluation",), (Role.PROGRAMME,)),
            NavPage("turnover", _("Turnover"), (), (Role.PROGRAMME,)),
            NavPage("trends", _("Trends"), (), (Role.PROGRAMME,)),
            NavPage(
                "releases", _("Open data"), ("release", "release_correction"), (Role.PROGRAMME,)
            ),
            NavPage(
                "staffing",
                _("Staffing"),
                ("staffing_sheet", "staffing_memo_file"),
                (Role.PROGRAMME,),
            ),
        ),
        otherwise="coverage",
        office=True,
    ),
    Tab(
        "people",
        _("People"),
        "team",
        (
            NavPage(
                "people",
                _("Everybody"),
                (
                    "invite",
                    "waiting",
                    "slips",
                    "person",
                    "person_employment",
                    "person_number",
                    "person_mail",
                    "help_sign_in",
                    "join",
                    "membership",
                    "hand_over",
                    "absence",
                    "stand_in",
                    "first_run",
                    "first_units",
                    "first_numbers",
                    "first_training",
                ),
                (Role.ADMIN,),
            ),
            NavPage("lists", _("Bring in a list"), LIST_PAGES, (Role.ADMIN,)),
            NavPage("without_role", _("Without a role"), (), (Role.ADMIN,)),
            NavPage("turnover", _("Turnover"), (), (Role.ADMIN,), whole=True),
            NavPage("unsent_mail", _("Mail and messages"), (), (Role.ADMIN,)),
            NavPage("people_careers", _("Careers"), CAREER_PAGES, (Role.ADMIN,)),
            NavPage("thanks_reports", _("Reported notes"), (), (Role.ADMIN,), whole=True),
            NavPage("volunteering", _("Page for volunteers"), (), (Role.ADMIN,), whole=True),
            NavPage("volunteer_funnel", _("Applications of volunteers"), (), (Role.ADMIN,)),
        ),
        office=True,
    ),
    Tab(
        "units",
        _("Units"),
        "tree",
        (
            NavPage("unit_tree", _("Tree"), ("unit_new", "unit"), (Role.ADMIN,)),
            NavPage("posts", _("Posts"), POST_PAGES, (Role.ADMIN,), whole=True),
            NavPage(
                "programme_members",
                _("Joint programme"),
                ("release_consent",),
                (Role.ADMIN,),
                whole=True,
            ),
            NavPage("directory", _("Directory"), DIRECTORY_PAGES, (Role.ADMIN,)),
            NavPage("unit_loads", _("Load of units"), (), (Role.ADMIN,)),
            NavPage("groups", _("How teams are doing"), ("group_size",), (Role.ADMIN,)),
        ),
        otherwise="people",
        office=True,
    ),
    Tab(
        "rules",
        _("Rules"),
        "rules",
        (
            NavPage(
                "load_policies",
                _("How load is counted"),
                ("load_policy_new", "load_policy", "study_weights"),
                (Role.ADMIN,),
                whole=True,
            ),
            NavPage("requirement_list", _("Requirements"), (), (Role.ADMIN,)),
            NavPage(
                "requirement_table",
                _("Who has which certificate"),
                REQUIREMENT_PAGES,
                (Role.ADMIN,),
            ),
            NavPage("hotlines", _("Numbers for help"), ("hotline",), (Role.ADMIN,), whole=True),
            NavPage(
                "wording_packs",
                _("Longer scales"),
                ("wording_pack_new", "wording_pack"),
                (Role.ADMIN,),
                whole=True,
            ),
            NavPage(
                "jobs",
                _("Jobs and employment"),
                ("job_new", "job", "employment_new", "employment"),
                (Role.ADMIN,),
                whole=True,
            ),
            NavPage(
                "days_of_rest",
                _("Calendar"),
                ("rest_day_new", "named_span_new"),
                (Role.ADMIN,),
                whole=True,
            ),
            NavPage("organisation_keys", _("Keys for programs"), (), (Role.ADMIN,), whole=True),
            NavPage("naming", _("How people are named"), (), (Role.ADMIN,), whole=True),
            NavPage("modules", _("What is switched on"), (), (Role.ADMIN,), whole=True),
        ),
        otherwise="people",
        office=True,
    ),
    Tab(
        "asked",
        _("Asked"),
        "team",
        (NavPage("team", _("Flags"), ("team_member", "team_half_year"), (Role.CARE,)),),
        office=True,
    ),
    Tab(
        "groups",
        _("Groups"),
        "unit",
        (NavPage("groups", _("How teams are doing"), (), (Role.CARE,)),),
        otherwise="asked",
        office=True,
    ),
    Tab(
        "week",
        _("Week"),
        "week",
        (
            # A page of one's own that stays empty without hours is still found from here.
            NavPage(
                "my_week",
                _("This week"),
                ("my_time", "my_pay", "my_trend", "own_numbers", "my_half_year", "move"),
            ),
            NavPage("my_days", _("My days"), ("days_of_rest",)),
            NavPage("my_events", _("Hard events"), ("after_event",)),
            NavPage("time_study", _("Time study")),
        ),
    ),
    Tab(
        "trend",
        _("Trend"),
        "trend",
        (
            NavPage("my_trend", _("My trend"), ("own_numbers",), MAY.send_weeks),
            NavPage("my_half_year", _("Half a year"), (), MAY.send_weeks),
            NavPage("groups", _("How teams are doing"), (), MAY.send_weeks),
        ),
        otherwise="week",
    ),
    Tab(
        "grow",
        _("Grow"),
        "grow",
        (
            NavPage("grow", _("Overview")),
            NavPage(
                "my_certificates",
                _("Certificates"),
                ("passport", "certificate", "study_hours", "proof", "evidence"),
                None,
            ),
            NavPage("my_trainings", _("Trainings"), ("evaluation",)),
            NavPage(
                "my_career",
                _("My path"),
                ("goal", "ask_level", "ladder", "my_meetings", "post_question"),
            ),
            NavPage("thanks", _("Thanks"), ("thanks_new", "thanks_links", "thanks_report")),
            NavPage(
                "awards",
                _("Awards"),
                ("award", "award_new", "award_cycle", "nominate", "nomination"),
            ),
        ),
        one_entry=True,
    ),
    Tab(
        "time",
        _("Time"),
        "away",
        (NavPage("my_time", _("My time"), (), MAY.carry_load),),
        otherwise="week",
    ),
    Tab(
        "talk",
        _("Talk"),
        "talk",
        (
            NavPage("talk", _("Ask for a talk"), ("shared",)),
            NavPage("meetings", _("Group supervision"), ("meeting_new",), MAY.lead_groups),
            NavPage("my_shares", _("Share my weeks"), ("share_new",)),
            NavPage("help_now", _("Numbers for right now"), (), None),
        ),
    ),
)
# The roles without a tab of their own for the directory.
OTHERS = tuple(role for role in Role if role not in MAY.keep_posts)
# Their own name, at the top of every page.
YOURS = Tab(
    "yours",
    _("Yours"),
    "user",
    (
        NavPage(
            "account",
            _("Overview"),
            (
                "home",
                "account_names",
                "account_places",
                "handed_to_me",
                "account_address",
                "account_offer",
                "account_close",
                "leaving",
                "account_phone",
                "home_screen",
                "helped",
            )
            + ("role_proposal", "account_logout", "lost_sign_in"),
            None,
        ),
        NavPage(
            "own_messages", _("Messages"), ("this_phone", "line_link", "program_address"), None
        ),
        NavPage(
            "mfa_index",
            _("Signing in"),
            (
                "account_change_password",
                "account_reauthenticate",
                "mfa_reauthenticate",
                "mfa_reauthenticate_webauthn",
                "mfa_activate_totp",
                "mfa_deactivate_totp",
                "mfa_view_recovery_codes",
                "mfa_generate_recovery_codes",
                "mfa_add_webauthn",
                "mfa_remove_webauthn",
            ),
            None,
        ),
        NavPage(
            "my_record",
            _("My record"),
            ("my_shares", "my_weeks", "erase_week", "erase", "objection", "objections")
            + ("consent_text", "my_scales", "scale", "scale_result"),
            None,
        ),
        NavPage("opened", _("Who looked"), (), None),
        NavPage("promise", _("What we promise"), ("accessibility",)),
        NavPage("directory", _("Directory"), DIRECTORY_PAGES, OTHERS),
        NavPage("account_keys", _("Keys for programs"), ("api:openapi-view",)),
        NavPage("codebook", _("Codebook"), ("codebook_table",)),
    ),
)
# Each role's jobs, its own work first. Who has several roles has the jobs of all.
JOBS = {
    Role.SUPERVISOR: ("team", "week", "trend", "grow", "talk"),
    Role.TRAINER: ("training", "certificates", "week", "grow", "talk"),
    Role.PROGRAMME: ("coverage", "reports", "week", "talk"),
    Role.ADMIN: ("people", "units", "rules", "week", "talk"),
    Role.CARE: ("asked", "groups", "week", "grow", "talk"),
    Role.WORKER: ("week", "trend", "grow", "time", "talk"),
}
# What waits is read, and shown by dots, on the home of each role's own job, on the week's, on
# Grow and on Yours.
BY_KEY = {tab.key: tab for tab in TABS}
HOMES = frozenset(
    [BY_KEY[jobs[0]].home for jobs in JOBS.values()]
    + [BY_KEY["week"].home, BY_KEY["grow"].home, YOURS.home]
)
GROW_PAGES = tuple(page.url for page in BY_KEY["grow"].pages)


def tabs_kept(roles: frozenset[Role]) -> tuple[str, ...]:
    """Choose at most five tabs: the home of each role, the week, the door to a talk, then the rest.

    They stand in the order of `TABS`.
    """
    lists = [jobs for role, jobs in JOBS.items() if role in roles]
    heads = [jobs[0] for jobs in lists]
    rest = [key for jobs in lists for key in jobs]
    wanted = [*ALWAYS, *heads, *rest] if lists else []
    kept = list(dict.fromkeys(wanted))[:TABS_AT_MOST]
    return tuple(tab.key for tab in TABS if tab.key in kept)


@lru_cache(maxsize=256)
def tabs_of(
    roles: frozenset[Role], off: frozenset[str] = frozenset()
) -> tuple[tuple[Tab, ...], Tab]:
    """Give a person's tabs with the pages that they may open, and what stands under Yours.

    Pages of modules that are `off` are left out. The pages of a tab that has no place in the bar
    go to the tab named `otherwise`.
    """
    kept = tabs_kept(roles)
    pages: dict[str, list[NavPage]] = {key: [] for key in (*kept, YOURS.key)}
    otherwise = {tab.key: tab.otherwise for tab in TABS}
    for tab in sorted((*TABS, YOURS), key=lambda tab: tab.key not in pages):
        target = tab.key
        while target not in pages:
            target = otherwise[target]
        held = {page.url for page in pages[target]}
        brought = tab.pages
        if tab.one_entry and target != tab.key and tab.pages[0].open_to(roles, off):
            brought = (tab.entry,)
        new = [page for page in brought if page.url not in held]
        pages[target] += [page for page in new if page.open_to(roles, off)]
    tabs = [replace(tab, pages=tuple(pages[tab.key])) for tab in TABS if pages.get(tab.key)]
    return tuple(tabs), replace(YOURS, pages=tuple(pages[YOURS.key]))


def closed_to(person: Person) -> frozenset[str]:
    """Name what has no place in a person's menu: modules that are off, and pages for the whole."""
    return person.modules_off if person.administers_all else person.modules_off | {A_PART}


@lru_cache(maxsize=2048)
def place_of(roles: frozenset[Role], route: str, off: frozenset[str] = frozenset()) -> NavPlace:
    """Find where a route stands for a person with these roles: itself first, else what holds it."""
    tabs, yours = tabs_of(roles, off)
    pages = [(tab, page) for tab in (*tabs, yours) for page in tab.pages]
    found = [(tab, page) for tab, page in pages if page.url == route]
    found += [(tab, page) for tab, page in pages if page.holds(route)]
    tab, page = found[0] if found else (None, None)
    return NavPlace(tabs, yours, tab, page, route)
