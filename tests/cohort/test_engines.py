import pytest

from cohort.settings import engines


def test_sqlite_waits_for_its_turn_and_writes_ahead():
    config = engines.database("sqlite:////tmp/x.sqlite3")
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert config["OPTIONS"]["timeout"] == 20
    assert "journal_mode=WAL" in config["OPTIONS"]["init_command"]


def test_postgresql_keeps_its_connections_or_pools_them():
    url = "postgres://cohort:secret@127.0.0.1:6543/cohort"
    kept, pooled = engines.database(url), engines.database(url, pooled=True)
    assert (kept["NAME"], kept["PORT"], kept["CONN_MAX_AGE"]) == ("cohort", 6543, 60)
    assert "CONN_MAX_AGE" not in pooled
    assert pooled["OPTIONS"]["pool"]["max_size"] == 8


def test_postgresql_compiles_no_query_of_a_page_unless_its_url_says_so():
    url = "postgres://cohort@127.0.0.1:6543/cohort"
    assert engines.database(url)["OPTIONS"]["options"] == "-c jit=off"
    assert engines.database(f"{url}?options=-c%20jit%3Don")["OPTIONS"]["options"] == "-c jit=on"


def test_another_database_is_refused():
    with pytest.raises(ValueError, match="use sqlite:// or postgres://"):
        engines.database("mysql://localhost/x")


@pytest.mark.parametrize(
    "build, backend",
    [
        (engines.channel_layers, "channels_redis.pubsub.RedisPubSubChannelLayer"),
        (engines.caches, "django.core.cache.backends.redis.RedisCache"),
    ],
)
def test_redis_serves_sockets_and_cache_where_it_is_named(build, backend):
    assert build("redis://127.0.0.1:6399/0")["default"]["BACKEND"] == backend
    assert build("")["default"]["BACKEND"] != backend


def test_two_installations_beside_each_other_in_one_redis_do_not_hear_each_other():
    prefixes = [
        engines.channel_layers(f"redis://127.0.0.1:6399{database}")["default"]["CONFIG"]["prefix"]
        for database in ("", "/1", "/2")
    ]
    assert len(set(prefixes)) == 3


@pytest.mark.parametrize(
    "url, expected",
    [
        ("", {}),
        ("http://127.0.0.1:9299", {"url": "http://127.0.0.1:9299", "dialect": "elasticsearch"}),
        ("https://a.example:9200", {"url": "https://a.example:9200", "dialect": "elasticsearch"}),
        ("elasticsearch://127.0.0.1:9299", {"url": "http://127.0.0.1:9299", "dialect": "elasticsearch"}),
        ("opensearch://127.0.0.1:9299", {"url": "http://127.0.0.1:9299", "dialect": "opensearch"}),
        ("opensearchs://a.example", {"url": "https://a.example", "dialect": "opensearch"}),
    ],
)
def test_search_url_names_host_and_dialect(url, expected):
    assert engines.search(url) == expected


def test_unknown_names_say_what_is_known():
    with pytest.raises(ValueError, match="opensearch"):
        engines.search("solr://localhost")
    with pytest.raises(ValueError, match="database, immediate"):
        engines.tasks("celery")


@pytest.mark.parametrize(
    "url, expected",
    [
        ("", ("console", None, 25, "", "", None, None)),
        ("consolemail://", ("console", None, 25, "", "", None, None)),
        ("memorymail://", ("locmem", None, 25, "", "", None, None)),
        ("dummymail://", ("dummy", None, 25, "", "", None, None)),
        ("smtp://mail.example.org", ("smtp", "mail.example.org", 25, "", "", None, None)),
        (
            "smtp://jo%40x.org:a%2Fb%23c@m.example.org:2525",
            ("smtp", "m.example.org", 2525, "jo@x.org", "a/b#c", None, None),
        ),
        ("smtps://u:p@mail.example.org", ("smtp", "mail.example.org", 587, "u", "p", True, None)),
        ("smtp+tls://u:p@mail.example.org:25", ("smtp", "mail.example.org", 25, "u", "p", True, None)),
        ("smtp+ssl://u:p@mail.example.org", ("smtp", "mail.example.org", 465, "u", "p", None, True)),
    ],
)
def test_a_mail_server_is_named_by_its_address(url, expected):
    config = engines.email(url)
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL")
    assert config["EMAIL_BACKEND"] == f"django.core.mail.backends.{expected[0]}.EmailBackend"
    assert tuple(config.get(f"EMAIL_{name}") for name in names) == expected[1:]
    assert config["EMAIL_TIMEOUT"] == 10


def test_mail_is_written_into_a_folder_where_that_is_named():
    config = engines.email("filemail:////var/mail/cohort")
    assert config["EMAIL_BACKEND"].endswith("filebased.EmailBackend")
    assert config["EMAIL_FILE_PATH"] == "/var/mail/cohort"


@pytest.mark.parametrize(
    "url, word",
    [
        ("mail.example.org", "no scheme; use one of smtp://"),
        ("imap://u:secret@mail.example.org", "begins with imap; use one of smtp://"),
        ("smtp://", "names no server"),
        ("smtp://u:secret@", "names no server"),
        ("smtp://u:secret@mail.example.org:mail", "names no port"),
        ("smtp://u:sec#ret@mail.example.org", "names no port"),
        ("filemail://", "names no folder"),
        ("smtp://u:secret@mail.example.org?tls=yes", "by its scheme alone"),
    ],
)
def test_a_wrong_address_of_a_mail_server_is_refused_in_words_that_keep_the_password(url, word):
    with pytest.raises(ValueError, match=word) as refusal:
        engines.email(url)
    assert "secret" not in str(refusal.value)
