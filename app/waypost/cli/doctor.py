"""`waypost doctor`: check the App's configuration and say what to mend."""

import argparse
import asyncio
from typing import TYPE_CHECKING

from waypost.cli.problem import UsageProblem

if TYPE_CHECKING:
    from waypost.github.client import App

FINE, TO_MEND = 0, 1
EPILOG = """\
It reads the same environment as `waypost serve` (see `waypost serve --help`) and asks GitHub; it changes nothing.

exit codes: 0 all is well, 1 something is to be mended, 2 the configuration cannot be read
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`waypost doctor` has no options: it looks at what `waypost serve` would use."""
    parser.epilog = EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter


def run(args: argparse.Namespace) -> int:
    """Print a line for each thing looked at; the exit code. Raises UsageProblem when the configuration will not do."""
    from waypost import server
    from waypost.github.client import App

    try:
        config = server.read_environment({})
        app = App(config.app_id, config.private_key, config.github_api_url)
    except server.ConfigError as error:
        raise UsageProblem("\n  ".join(["this configuration will not do:", *error.problems])) from None
    except ValueError as error:
        raise UsageProblem(f"WAYPOST_PRIVATE_KEY: {error}") from None
    return asyncio.run(_examine(app))


async def _examine(app: "App") -> int:
    from waypost.github.doctor import examine

    code = FINE
    try:
        async for probe in examine(app):
            print(f"{'ok  ' if probe.ok else 'MEND'}  {probe.name}: {probe.message}", flush=True)
            code = code if probe.ok else TO_MEND
    finally:
        await app.aclose()
    return code
