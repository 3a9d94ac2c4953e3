"""How the product keeps passwords; the tests keep theirs more quickly."""

from config import settings as product
from config.sign_in.hashers import Argon2id


def test_a_password_is_kept_with_what_owasp_asks_for_at_least():
    assert product.PASSWORD_HASHERS[0] == "config.sign_in.hashers.Argon2id"
    encoded = Argon2id().encode("seven small rivers", "some salt")
    assert "$argon2id$" in encoded
    assert "m=19456,t=2,p=1" in encoded
    # A hash of a lesser cost is made anew when its owner signs in next.
    assert Argon2id().must_update(encoded.replace("t=2", "t=1"))
