from pathlib import Path

import pytest

from waypost.server import Config, ConfigError

KEY = "-----BEGIN RSA PRIVATE KEY-----\nabc\ndef\n-----END RSA PRIVATE KEY-----"
GOOD = {"WAYPOST_APP_ID": "12", "WAYPOST_PRIVATE_KEY": KEY, "WAYPOST_WEBHOOK_SECRET": "one-long-secret-0"}


def problems(**changes: str) -> list[str]:
    """What is said about the good environment with these changes."""
    with pytest.raises(ConfigError) as caught:
        Config.read(GOOD | changes)
    return caught.value.problems


def test_three_variables_are_enough() -> None:
    config = Config.read(GOOD)
    assert config == Config("12", KEY, ("one-long-secret-0",))
    assert (config.github_api_url, config.data, config.port) == ("https://api.github.com", Path("waypost-data"), 8000)


@pytest.mark.parametrize(
    ("name", "value", "field", "wanted"),
    [
        ("WAYPOST_APP_ID", "Iv23liABCDEF", "app_id", "Iv23liABCDEF"),
        ("WAYPOST_APP_ID", "Iv1.8a61f9b3a7aba766", "app_id", "Iv1.8a61f9b3a7aba766"),
        ("WAYPOST_PRIVATE_KEY", KEY.replace("\n", "\\n"), "private_key", KEY),
        (
            "WAYPOST_WEBHOOK_SECRET",
            "one-long-secret-0\ntwo-long-secrets ",
            "webhook_secrets",
            ("one-long-secret-0", "two-long-secrets"),
        ),
        ("WAYPOST_GITHUB_API_URL", "https://ghe.example/api/v3/", "github_api_url", "https://ghe.example/api/v3"),
        ("WAYPOST_GITHUB_API_URL", "https://api.octo.ghe.com", "github_api_url", "https://api.octo.ghe.com"),
        ("WAYPOST_GITHUB_API_URL", "http://127.0.0.1:9000", "github_api_url", "http://127.0.0.1:9000"),
        ("WAYPOST_DATABASE_URL", "postgres://u:p@db/waypost", "database_url", "postgresql://u:p@db/waypost"),
        ("WAYPOST_PORT", "0", "port", 0),
        ("WAYPOST_LOG", "pretty", "log", "pretty"),
    ],
    ids=str,
)
def test_what_may_be_written(name: str, value: str, field: str, wanted: object) -> None:
    assert getattr(Config.read(GOOD | {name: value}), field) == wanted


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("WAYPOST_APP_ID", "", "is missing: write the App ID"),
        ("WAYPOST_APP_ID", "waypost", "is 'waypost': write the App ID"),
        ("WAYPOST_PRIVATE_KEY", "", "are both missing"),
        ("WAYPOST_PRIVATE_KEY", "abc", "give the whole .pem file"),
        ("WAYPOST_WEBHOOK_SECRET", " \n", "are both missing"),
        ("WAYPOST_WEBHOOK_SECRET", "short", "openssl rand -hex 32"),
        ("WAYPOST_WEBHOOK_SECRET_FILE", "/some/file", "are both set"),
        ("WAYPOST_GITHUB_API_URL", "https://github.com", "https://api.github.com"),
        ("WAYPOST_GITHUB_API_URL", "http://ghe.example/api/v3", "https://HOST/api/v3"),
        ("WAYPOST_DATABASE_URL", "mysql://db/waypost", "postgresql://"),
        ("WAYPOST_PORT", "http", "from 0"),
        ("WAYPOST_PORT", "65536", "from 0"),
        ("WAYPOST_LOG", "xml", "json or pretty"),
    ],
    ids=str,
)
def test_each_problem_names_the_variable_and_what_to_write(name: str, value: str, hint: str) -> None:
    (problem,) = problems(**{name: value})
    assert name.removesuffix("_FILE") in problem
    assert hint in problem


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(ConfigError) as caught:
        Config.read({"WAYPOST_PORT": "x"})
    assert len(caught.value.problems) == 4


def test_secrets_are_read_from_files_and_a_missing_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_text(KEY + "\n")
    (tmp_path / "secrets").write_text("one-long-secret-0\ntwo-long-secrets\n")
    environ = {
        "WAYPOST_APP_ID": "12",
        "WAYPOST_PRIVATE_KEY_FILE": str(tmp_path / "key.pem"),
        "WAYPOST_WEBHOOK_SECRET_FILE": str(tmp_path / "secrets"),
    }
    config = Config.read(environ)
    assert (config.private_key, config.webhook_secrets) == (KEY, ("one-long-secret-0", "two-long-secrets"))
    with pytest.raises(ConfigError, match="no-such-file"):
        Config.read(environ | {"WAYPOST_PRIVATE_KEY_FILE": str(tmp_path / "no-such-file")})


def test_no_secret_is_shown_by_a_configuration_or_its_problems() -> None:
    config = Config.read(GOOD | {"WAYPOST_DATABASE_URL": "postgresql://u:hidden-password@db/waypost"})
    for canary in ("abc", "one-long-secret-0", "hidden-password"):
        assert canary not in repr(config)
        assert any(canary in secret for secret in config.secrets)
    assert "hunter2" not in "".join(problems(WAYPOST_GITHUB_API_URL="https://u:hunter2@github.com"))
