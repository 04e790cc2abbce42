"""What a person at the command line got wrong."""


class UsageProblem(Exception):
    """Bad usage: the message says in a sentence or two what to write instead; exit code 2."""
