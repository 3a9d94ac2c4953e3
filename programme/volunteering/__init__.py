"""An organisation's public page for volunteers: switched on by an admin, applied to by anybody."""
