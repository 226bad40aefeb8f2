"""The workflow of the examples calls what the command line has."""

import re
import shlex
from pathlib import Path

import yaml
from typer.main import get_command

from eval.cli.app import app


def test_every_command_of_the_workflow_exists(project_root: Path) -> None:
    """Sub-commands and options of each call of `gouji eval` are known; the gate comes last and decides."""
    workflow = yaml.safe_load((project_root / "examples" / "eval-gate.yml").read_text(encoding="utf-8"))
    steps = workflow["jobs"]["gate"]["steps"]
    calls = [
        shlex.split(line)[2:]
        for step in steps
        for line in step.get("run", "").splitlines()
        if line.strip().startswith(".venv/bin/gouji eval")
    ]
    commands = getattr(get_command(app), "commands", {})
    for command, *words in calls:
        options = {name for parameter in commands[command].params for name in parameter.opts}
        assert {word for word in words if word.startswith("-")} <= options, command
    assert [command for command, *_ in calls].count("gate") == 3
    assert not any(re.search(r"continue-on-error|\|\| true", str(step)) for step in steps)
