"""The files of a release: each is written from the release alone, and always in the same bytes."""
