"""What is told of an organisation, a quarter at a time."""
