from django.core.management.base import BaseCommand, CommandError

from config.errors import Problem
from tickets.accounts import issue_key_to_client


class Command(BaseCommand):
    help = "Create an API key for a client (a service account, made when new) and print it once."

    def add_arguments(self, parser):
        parser.add_argument("client", help="user name of the service account, such as mobile-app")
        parser.add_argument("--label", default="created by command")

    def handle(self, client, label, **options):
        try:
            key = issue_key_to_client(client, label)
        except Problem as problem:
            raise CommandError(str(problem.detail)) from problem
        self.stderr.write("Keep this key: only its hash is stored.")
        self.stdout.write(key)
