"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Argon2id with OWASP's minimum: 2 passes, 19 MiB, 1 lane."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
