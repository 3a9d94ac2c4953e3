"""From an uncovered post or a lapse to a session, or to a person who is asked first."""
