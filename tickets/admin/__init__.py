"""The supervisors' pages on people and the conversation."""

from tickets.admin import people, tickets  # noqa: F401
