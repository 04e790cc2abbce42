"""`waypost serve`: run the GitHub App."""

import argparse

from waypost.cli.problem import UsageProblem

EXAMPLES = """\
examples:
  waypost serve                                 on 127.0.0.1:8000, behind your reverse proxy
  waypost serve --host 0.0.0.0 --port 80        in a container
  waypost serve --data /var/lib/waypost         where deliveries are kept

environment (a setting on the command line wins):
  WAYPOST_APP_ID             the App's ID or client ID
  WAYPOST_PRIVATE_KEY        the App's private key (PEM), or WAYPOST_PRIVATE_KEY_FILE: a file with it
  WAYPOST_WEBHOOK_SECRET     the webhook's secret, or WAYPOST_WEBHOOK_SECRET_FILE: a file with it;
                             several, separated by spaces or line breaks, all count while you change it
  WAYPOST_GITHUB_API_URL     https://api.github.com (default), https://api.TENANT.ghe.com,
                             or https://HOST/api/v3 for GitHub Enterprise Server
  WAYPOST_DATA               directory for deliveries (default waypost-data)
  WAYPOST_DATABASE_URL       postgresql://USER:PASSWORD@HOST/NAME to share the work among several machines;
                             each keeps a WAYPOST_DATA of its own
  WAYPOST_HOST, WAYPOST_PORT where to listen (default 127.0.0.1, 8000)
  WAYPOST_LOG                json or pretty (default: pretty on a terminal)

exit codes: 0 stopped as asked, 2 the configuration needs a look, 3 our own fault
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `waypost serve`."""
    parser.epilog = EXAMPLES
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--host", help="address to listen on")
    parser.add_argument("--port", help="port to listen on")
    parser.add_argument("--data", help="directory where deliveries are kept")


def run(args: argparse.Namespace) -> int:
    """Serve until told to stop; the exit code. Raises UsageProblem when the configuration will not do."""
    from waypost import logs, server
    from waypost.jobs.ground import AlreadyRunning
    from waypost.jobs.inbox import InboxError
    from waypost.web.metrics import Metrics

    given = {"WAYPOST_HOST": args.host, "WAYPOST_PORT": args.port, "WAYPOST_DATA": args.data}
    try:
        config = server.read_environment({name: value for name, value in given.items() if value is not None})
        logs.configure(config.log, config.secrets)
        metrics = Metrics()
        app = server.build(config, server.crew(config, metrics), metrics=metrics)
    except server.ConfigError as error:
        raise UsageProblem("\n  ".join(["this configuration will not do:", *error.problems])) from None
    except (AlreadyRunning, InboxError) as error:
        raise UsageProblem(str(error)) from None
    except OSError as error:
        raise UsageProblem(f"WAYPOST_DATA cannot be used: {error}") from None
    return 0 if server.serve(config, app) else 3
