"""Passwords of tests: kept as in the product, by a hash that is quick to make and so to guess."""

from config.sign_in.hashers import Argon2id


class QuickArgon2id(Argon2id):
    """Argon2id with the least that it takes: the suite asks for hundreds of hashes."""

    time_cost = 1
    memory_cost = 8
