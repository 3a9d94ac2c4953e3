"""People, roles and absences over HTTP, for programs of an organisation and its admins."""
