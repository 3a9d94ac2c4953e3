"""What is sent to people: the messages, the ways they go, and phones that are pushed to."""
