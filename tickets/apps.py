from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class TicketsConfig(AppConfig):
    name = "tickets"
    verbose_name = "Tickets"

    def ready(self):
        # Log-ins are audit events; writing last_login would add a row of history each time.
        user_logged_in.disconnect(dispatch_uid="update_last_login")
