"""The demo, the Procfile and docker-compose start the same three commands."""

import yaml

from handrail_dev.demo import procfile
from handrail_dev.places import ROOT


def test_compose_runs_the_commands_of_the_procfile():
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    for name in ("web", "relay", "worker"):
        assert services[name]["command"] == procfile()[name].replace("$PORT", "8000"), name


def test_the_procfile_names_the_processes_of_the_design():
    assert set(procfile()) == {"release", "web", "relay", "worker"}
