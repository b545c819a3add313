#!/usr/bin/env python
"""Django's command line, each command under the database role that it needs."""

import os
import sys

# Least privilege: only schema changes run as the owner of the tables, and only
# the relay acts for the worker; everything else has the rights of the web process.
ROLE_OF_COMMAND = {
    "migrate": "owner",
    "makemigrations": "owner",
    "showmigrations": "owner",
    "sqlmigrate": "owner",
    "dbshell": "owner",
    "relay": "worker",
}


def main():
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("DATABASE_ROLE", ROLE_OF_COMMAND.get(command, "web"))
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
