"""PostgreSQL as tests that commit leave it: emptied in a hundredth of the time."""
