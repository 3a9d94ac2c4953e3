"""What holds of a programme of several organisations, its posts and their cover."""
