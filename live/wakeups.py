"""Redis carries the word that something happened; what, PostgreSQL knows.

The relay publishes, each web process subscribes once. A word that gets lost costs seconds, since
every reader also looks by itself. No request publishes.
"""

import redis
from django.conf import settings

CHANNEL = "handrail:events"
# redis-py would wait for ever, and try again by itself.
_SECONDS = 1


def client():
    return redis.Redis.from_url(
        settings.CELERY_BROKER_URL,
        socket_timeout=_SECONDS,
        socket_connect_timeout=_SECONDS,
        socket_keepalive=True,
        retry=None,
    )


def publish(connection):
    connection.publish(CHANNEL, b"")


def subscribe():
    """Return a subscription. Raises redis.RedisError when Redis is not there."""
    subscription = client().pubsub(ignore_subscribe_messages=True)
    subscription.subscribe(CHANNEL)
    return subscription


def wait(subscription, seconds):
    """Until the next word comes, or for so long; words that came together count as one."""
    subscription.get_message(timeout=seconds)
    while subscription.get_message(timeout=0):
        pass
