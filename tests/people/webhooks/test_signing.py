"""A call is signed as Standard Webhooks has it."""

import base64
from datetime import UTC, datetime

import pytest

from people.webhooks.signing import new_secret, signature, signed_headers

# The example that the standard's own libraries are tested with.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE, SECONDS, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
SIGNED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_example_of_the_standard_has_the_signature_of_the_standard():
    assert signature(SECRET, message=MESSAGE, seconds=SECONDS, body=BODY) == SIGNED


@pytest.mark.parametrize(
    "other", [{"message": "msg_x"}, {"seconds": SECONDS + 1}, {"body": b'{"test":2432232314}'}]
)
def test_whatever_is_changed_has_another(other):
    about = {"message": MESSAGE, "seconds": SECONDS, "body": BODY}
    assert signature(SECRET, **about | other) != SIGNED


def test_the_headers_name_message_second_and_signature():
    at = datetime.fromtimestamp(SECONDS + 0.9, UTC)
    assert signed_headers(SECRET, message=MESSAGE, at=at, body=BODY) == {
        "Content-Type": "application/json",
        "webhook-id": MESSAGE,
        "webhook-timestamp": str(SECONDS),
        "webhook-signature": SIGNED,
    }


def test_a_secret_has_256_bits_and_is_another_each_time():
    one, other = new_secret(), new_secret()
    assert one != other
    assert one.startswith("whsec_")
    assert len(base64.b64decode(one.removeprefix("whsec_"))) == 32
