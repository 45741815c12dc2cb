"""The SQLite schema as numbered steps; `PRAGMA user_version` says how far a file has come. Steps are never edited."""

import sqlite3

STEPS: tuple[str, ...] = (
    """
    CREATE TABLE conversations (
        id TEXT PRIMARY KEY,
        created_at TEXT NOT NULL,
        last_seq INTEGER NOT NULL,
        unfinished INTEGER NOT NULL DEFAULT 1
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX conversations_unfinished ON conversations (created_at) WHERE unfinished = 1;
    CREATE TABLE events (
        conversation TEXT NOT NULL,
        seq INTEGER NOT NULL,
        at TEXT NOT NULL,
        type TEXT NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (conversation, seq)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE tokens (
        digest TEXT PRIMARY KEY,
        conversation TEXT NOT NULL,
        created_at TEXT NOT NULL,
        verified_email TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX tokens_conversation ON tokens (conversation);
    CREATE TABLE links (
        digest TEXT PRIMARY KEY,
        conversation TEXT NOT NULL,
        expires_at REAL NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE codes (
        conversation TEXT NOT NULL,
        email TEXT NOT NULL,
        digest TEXT NOT NULL,
        made_at REAL NOT NULL,
        expires_at REAL NOT NULL,
        attempts_left INTEGER NOT NULL,
        sent INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (conversation, email)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE code_devices (
        conversation TEXT NOT NULL,
        digest TEXT NOT NULL,
        device TEXT NOT NULL,
        PRIMARY KEY (conversation, digest)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE secrets (
        conversation TEXT NOT NULL,
        name TEXT NOT NULL,
        sealed BLOB NOT NULL,
        PRIMARY KEY (conversation, name)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE approvals (
        digest TEXT PRIMARY KEY,
        conversation TEXT NOT NULL,
        created_at REAL NOT NULL
    ) STRICT, WITHOUT ROWID;
    """,
    """
    CREATE TABLE orders (
        conversation TEXT NOT NULL,
        digest TEXT NOT NULL,
        email TEXT NOT NULL,
        cents INTEGER NOT NULL,
        ordered_at REAL NOT NULL,
        PRIMARY KEY (conversation, digest)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX orders_by_person ON orders (email, ordered_at);
    CREATE INDEX codes_by_address ON codes (email, made_at);
    """,
    """
    DROP TABLE approvals;
    CREATE TABLE approvals (
        id TEXT PRIMARY KEY,
        conversation TEXT NOT NULL,
        principal TEXT NOT NULL,
        organisation TEXT NOT NULL,
        made_at REAL NOT NULL,
        expires_at REAL NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX approvals_by_principal ON approvals (principal, made_at);
    CREATE INDEX approvals_by_conversation ON approvals (conversation);
    CREATE TABLE oauth_grants (
        digest TEXT PRIMARY KEY,
        family TEXT NOT NULL,
        client TEXT NOT NULL,
        email TEXT NOT NULL,
        resource TEXT NOT NULL,
        expires_at REAL NOT NULL,
        used_at REAL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX oauth_grants_family ON oauth_grants (family);
    """,
    """
    CREATE TABLE runs (
        deployment TEXT PRIMARY KEY,
        regions INTEGER NOT NULL,
        emulated INTEGER NOT NULL,
        marks TEXT NOT NULL,
        seconds REAL NOT NULL,
        ended_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    """,
)


class NewerSchema(Exception):
    """The file was written by a later version of this program."""


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the file up to date, one transaction per step. Two processes may do so at once: one works, the other waits.

    Args:
        connection: in autocommit mode.

    Raises:
        NewerSchema: it is ahead of us; nothing is touched.
    """
    refuse_newer(connection)
    while (version := _version(connection)) < len(STEPS):
        connection.execute("BEGIN IMMEDIATE")
        try:
            if _version(connection) == version:
                for statement in STEPS[version].split(";"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {version + 1}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def refuse_newer(connection: sqlite3.Connection) -> None:
    """Reads only. Raises NewerSchema."""
    if (version := _version(connection)) > len(STEPS):
        raise NewerSchema(f"schema {version}, known {len(STEPS)}")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
