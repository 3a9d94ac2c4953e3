"""The API as one: its way in, its refusals, and the page that describes it."""
