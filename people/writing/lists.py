"""How long the lists on pages are."""

# So many people stand on a page, at every width: one look finds a name among them.
PEOPLE_A_PAGE = 12
