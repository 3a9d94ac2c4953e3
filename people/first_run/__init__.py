"""The first steps of an organisation's admin, until they close the list."""
