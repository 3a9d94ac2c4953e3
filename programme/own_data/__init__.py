"""What the programme office keeps about a person."""
