#!/usr/bin/env python
"""Django's command line, each command under the database role that it needs."""

import os
import sys

# Least privilege: only schema changes run as the owner of the tables, only the relay and what
# fills tables for it act for the worker; everything else has the rights of the web process.
ROLE_OF_COMMAND = {
    "migrate": "owner",
    "makemigrations": "owner",
    "showmigrations": "owner",
    "sqlmigrate": "owner",
    "dbshell": "owner",
    "relay": "worker",
    "embeddings": "worker",
    "embeddings setup": "owner",
    # Makes temporary tables, which nobody else may: they could stand in for real ones.
    "ai_evaluate retrieval": "owner",
}


def main():
    command, measure = sys.argv[1] if len(sys.argv) > 1 else "", " ".join(sys.argv[1:3])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    role = ROLE_OF_COMMAND.get(measure) or ROLE_OF_COMMAND.get(command, "web")
    os.environ.setdefault("DATABASE_ROLE", role)
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
