"""The jobs and kinds of employment that an organisation edits."""
