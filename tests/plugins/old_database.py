"""Databases as earlier versions of the program left them."""

import zlib
from pathlib import Path

from alembic import command
from alembic.config import Config

from intake.store import migrations
from intake.store.schema import opened

#: A mail, its reading and two submissions, as revision 0001 holds them.
FILLED_0001 = """
INSERT INTO message VALUES (100, 'i', 's', 1, '2026-11-20 04:00:00', false, false);
INSERT INTO raw VALUES (100, {raw});
INSERT INTO sighting VALUES ('qq', 'INBOX', '1', '7', 100, '2026-11-20 04:00:00');
INSERT INTO reading VALUES (100, '0.1', 'submission', '发言', '河口镇', ' Hekou@Example.org', NULL, NULL,
 '2026-11-20 04:00:00', '[]', '[]', '[]', '请查收');
INSERT INTO attachment VALUES (100, 0, NULL, '2', '发言.docx', 9, 'dddd', 'docx', 'read', NULL, '[]');
INSERT INTO submission VALUES (100, 2026, 1, 100, '2', 0, 'pending', false, '2026-11-20 04:00:00', '题', '林远山', NULL,
 NULL, 'docx', 'docx', 'ffff', 0.5, '["empty"]');
INSERT INTO content VALUES (100, '{{"title":{{"main":"题"}},"speakers":[{{"name":"林远山"}}]}}', '{long}');
INSERT INTO submission VALUES (101, 2026, 2, 100, 'body', 0, 'pending', false, '2026-11-20 04:00:00', '发言', NULL, NULL,
 NULL, 'body', 'body', 'eeee', 0, '[]');
INSERT INTO content VALUES (101, NULL, '请查收');
INSERT INTO counter VALUES (2026, 2);
INSERT INTO run VALUES (100, 'qq', '2026-11-20 04:00:00', NULL, 0, 0, NULL)
"""


def fill_0001(url: str) -> None:
    """Make a database as the first version of the program left it."""
    raw = zlib.compress(b"a").hex()
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    with opened(url, 1) as store, store.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        on_sqlite = connection.dialect.name == "sqlite"
        literal = f"X'{raw}'" if on_sqlite else f"'\\x{raw}'"
        for statement in FILLED_0001.format(raw=literal, long="文" * 60).split(";"):
            connection.exec_driver_sql(statement.strip())
        for table in ("message", "submission") if not on_sqlite else ():  # ids go on behind those given here
            connection.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), 101)")
