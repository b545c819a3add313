import signal

from django.core.management.base import BaseCommand

from ai_review.relay import Relay


class Command(BaseCommand):
    help = "Wake workers for what is due. Runs until SIGTERM; any number may run, one leads."

    def handle(self, **options):
        relay = Relay()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: relay.stop())
        relay.run()
