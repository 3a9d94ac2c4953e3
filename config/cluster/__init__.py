"""What stands beside the cluster of django-q2: an outbox for Redis, a look at it, wrong clocks."""
