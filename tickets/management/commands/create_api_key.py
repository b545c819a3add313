from django.core.management.base import BaseCommand
from django.db import transaction

from audit.services import SYSTEM, record
from tickets.authentication import new_api_key
from tickets.models import User


class Command(BaseCommand):
    help = "Create an API key for a client (a service account, made when new) and print it once."

    def add_arguments(self, parser):
        parser.add_argument("client", help="user name of the service account, such as mobile-app")
        parser.add_argument("--label", default="created by command")

    def handle(self, client, label, **options):
        key = create_key(client, label)
        self.stderr.write("Keep this key: only its hash is stored.")
        self.stdout.write(key)


@transaction.atomic
def create_key(client, label):
    """Create a key, and the service account if it is new; returns the key."""
    user, created = User.objects.get_or_create(
        username=client, defaults={"kind": User.Kind.SERVICE, "role": User.Role.CLIENT}
    )
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    row, key = new_api_key(user, label)
    record("accounts", SYSTEM, "api_key.created", user=user.pk, prefix=row.prefix)
    return key
