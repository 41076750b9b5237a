"""The command line: one command a file, loaded when it is called. stdout carries data, stderr the rest.

Exit codes: 0 done; 1 failed; 2 wrong usage; 3 done, but some inputs could not be read.
"""

from __future__ import annotations

import importlib
import sys

import click

from kg.errors import KGError, QueryError

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_PARTLY = 3

# Command name: module under kg.cli, attribute in it.
COMMANDS = {
    "build": "build",
    "extract": "extract",
    "references": "references",
    "query": "query",
    "presets": "presets",
    "explain": "explain",
    "merge": "rulings:merge",
    "split": "rulings:split",
    "undo": "rulings:undo",
    "review": "review",
    "export": "export",
    "view": "view",
    "path": "network:path",
    "brokers": "network:brokers",
    "communities": "network:communities",
    "diff": "network:diff",
    "validate": "validate",
    "evaluate": "evaluate",
    "serve": "serve",
    "formats": "formats",
    "doctor": "doctor",
}

# Said here so that `kg --help` need not load every command.
SUMMARIES = {
    "build": "Build the graph of CVs, homepages and bibliographies.",
    "extract": "Show the records of one document, before resolving.",
    "references": "Parse reference strings, one a line.",
    "query": "Ask the graph: a preset or SPARQL.",
    "presets": "List the preset questions, or show one.",
    "explain": "Say why mentions are one person, or two people.",
    "merge": "Rule that two mentions or people are one.",
    "split": "Rule that mentions of a person are somebody else.",
    "undo": "Take a ruling or a decision back.",
    "review": "List the decisions nearest the threshold.",
    "export": "Write the graph in another format.",
    "view": "Draw the graph as HTML or SVG.",
    "path": "Find how two people are connected.",
    "brokers": "Rank the people between others.",
    "communities": "List groups of people who work together.",
    "diff": "Say what changed between two graphs.",
    "validate": "Check a graph against the shapes.",
    "evaluate": "Score the identities against gold labels.",
    "serve": "Serve SPARQL and an explorer on this machine.",
    "formats": "List what can be read.",
    "doctor": "Say what is missing here, and the command that installs it.",
}


class _Commands(click.Group):
    """Loads a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        target = COMMANDS.get(cmd_name)
        if target is None:
            return None
        module, _, attribute = target.partition(":")
        found = getattr(importlib.import_module(f"kg.cli.{module}"), attribute or "command")
        assert isinstance(found, click.Command)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=3)
            hint = f"; did you mean {', '.join(near)}?" if near else "; see kg --help"
            ctx.fail(f"unknown command '{args[0]}'{hint}")
        return super().resolve_command(ctx, args)


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show the traceback of errors.")
@click.version_option(package_name="kg")
@click.pass_context
def cli(ctx: click.Context, debug: bool) -> None:
    """Scholarly knowledge graphs, with identities you can explain and undo."""
    ctx.obj = {"debug": debug}


def main() -> None:
    """Run the command line; errors become one message and an exit code."""
    debug = "--debug" in sys.argv
    try:
        code = cli.main(standalone_mode=False, args=_hoist_debug(sys.argv[1:]), prog_name="kg")
    except click.exceptions.Abort:
        _fail("interrupted; what was there before is untouched", EXIT_FAILED)
    except KeyboardInterrupt:
        _fail("interrupted; what was there before is untouched", EXIT_FAILED)
    except click.ClickException as error:
        error.show()
        sys.exit(EXIT_USAGE)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(EXIT_FAILED)
    except KGError as error:
        if debug:
            raise
        _fail(str(error), EXIT_USAGE if isinstance(error, QueryError) else EXIT_FAILED)
    except Exception as error:
        if debug:
            raise
        _fail(
            f"{type(error).__name__}: {error}; this is a fault in kg: run again with --debug and report it", EXIT_FAILED
        )
    sys.exit(code if isinstance(code, int) else 0)


def _hoist_debug(arguments: list[str]) -> list[str]:
    """`--debug` may stand anywhere."""
    rest = [a for a in arguments if a != "--debug"]
    return ["--debug", *rest] if len(rest) < len(arguments) else rest


def _fail(message: str, code: int) -> None:
    click.echo(f"kg: {message}", err=True)
    sys.exit(code)
