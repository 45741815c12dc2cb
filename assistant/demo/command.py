"""The product on this machine alone, over a folder that is gone afterwards, and never with a real cloud behind it."""

import os
import tempfile
from pathlib import Path

from assistant.logs import configure
from assistant.serve import serve
from assistant.settings import Settings


def settings_for(folder: Path, port: int, engine: str, speed: float) -> Settings:
    """Whatever the environment names of a real cloud, a real mailbox or another machine is left out."""
    return Settings(
        host="127.0.0.1",
        port=port,
        data_dir=folder,
        catalyst_url=None,
        catalog_url=None,
        database_url=None,
        public_url=None,
        emulator_speed=speed,
        engine=engine,  # type: ignore[arg-type] - checked by the command line, and by pydantic again
        mailer="outbox",  # type: ignore[arg-type] - pydantic makes the secret
        sandbox="off",
        hetzner_token=None,
        hetzner_project_id=None,
        s3_access_key=None,
        s3_secret_key=None,
    )


async def demonstrate(port: int, engine: str, speed: float) -> None:
    """Serve until SIGTERM or SIGINT. Raises StartFailed."""
    with tempfile.TemporaryDirectory(prefix="concierge-demo-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        os.chmod(folder, 0o700)  # noqa: PTH101 - as tempfile makes it; said once more because mails lie in it
        settings = settings_for(folder, port, engine, speed)
        configure(settings.log_level)
        await serve(settings, demonstration=True)
