"""Where everything is plugged together: settings in, running services out."""

import asyncio
import secrets
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from assistant import modelling
from assistant import toolbox as box
from assistant.api.floor import AT_ONCE, AT_ONCE_WITH_MODEL, Floor
from assistant.api.services import Services
from assistant.approvals import PageApprovals
from assistant.conversations import Conversations
from assistant.deployments import CatalystDeployments, CatalystHandovers
from assistant.effects import Effects
from assistant.identity.codes import Codes
from assistant.identity.grants import Grants
from assistant.identity.keys import ServiceKey
from assistant.identity.mailer import Letter, Mailer, OutboxMailer, SmtpMailer
from assistant.identity.orders import Orders
from assistant.identity.tokens import Tokens
from assistant.identity.vault import Vault
from assistant.later import Later
from assistant.logs import get_logger
from assistant.models import engines
from assistant.past_runs import PastRuns, TimedDeployments
from assistant.ports import Models, NoModels
from assistant.settings import Settings
from assistant.store import Database, SqliteEventStore
from assistant.voice.joining import join_voice
from dialogue.core import Core
from dialogue.engines.model.engine import ModelSetup
from dialogue.events import ConversationStarted
from dialogue.lexicon import Lexicon
from dialogue.understanding.languages.readers import Readers
from dialogue.view import view
from dialogue.wording import Phrases
from tools.catalogue import Catalogue, apps_list, regions_list, skus_list
from tools.catalyst import CatalystClient, CatalystError
from tools.concierge.ports import ToolboxDeps
from tools.planning import Credentials

if TYPE_CHECKING:
    from tools.concierge.session import ToolSession

_LOG = get_logger("concierge.wiring")
PROMPTS = Path(__file__).parents[1] / "prompts"
CATALOGUE_SECONDS = 3.0
DEMO = Credentials(
    hetzner_token="demo" * 16,
    hetzner_project_id="demo-project",
    object_storage_access_key="DEMOACCESSKEY0000000",
    object_storage_secret_key="demo" * 10,
)
"""Stands in for the operator's account with our own emulator only."""


@dataclass(slots=True)
class Wired:
    """Services, the dependencies of the public toolbox, who may use it from elsewhere, and the dialogue's way to it."""

    services: Services
    toolbox: ToolboxDeps
    grants: Grants
    session: "Later[ToolSession]"


@asynccontextmanager
async def wire(
    settings: Settings, catalyst_url: str, *, own_emulator: bool, base_url: str, take_up: bool = True
) -> AsyncGenerator[Wired]:
    """Everything behind the routes, running; stopped on exit.

    Args:
        own_emulator: the service at `catalyst_url` is the emulator that we started.
        take_up: unfinished conversations go on here; false where another process serves them.
    """
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(_http())
        catalyst = CatalystClient(catalyst_url, http)
        reachable = await catalyst.healthy()
        if not reachable:
            _LOG.warning("catalyst-api can't be reached yet", url=catalyst_url)
        catalogue = await _catalogue(settings, catalyst)
        database = Database(settings.database_path)
        database.open()
        stack.push_async_callback(database.close)
        key = ServiceKey.load(settings.data_dir)
        vault, tokens = Vault(database, key), Tokens(database)
        letters = {code: Letter.parse(code, text) for code, text in _prompts("mail").items()}
        codes = Codes(database, key, _mailer(settings), letters=letters)
        operator = _operator(settings, own_emulator=own_emulator)
        started = _first_event(engines.chosen(settings), operator is not None, lambda: own_emulator or catalyst.emulated)
        held: list[Conversations] = []
        ceiling = settings.spend_ceiling_eur if settings.spend_ceiling_eur > Decimal(0) else None
        orders = Orders(database)
        store = SqliteEventStore(database)
        approvals = PageApprovals(
            lambda: held[0], store=store, database=database, tokens=tokens, started=started, base_url=lambda: services.base_url
        )
        names = box.CatalystNames(catalyst)
        deps = ToolboxDeps(
            catalogue=lambda: catalogue,
            catalyst=catalyst,
            names=names,
            callers=box.ConversationCallers(lambda: held[0], vault, orders),
            gate=box.ConversationGate(lambda: held[0], orders, ceiling, names.forget),
            vault=box.CredentialVault(vault, lambda: held[0], operator),
            approvals=approvals,
            ceiling=ceiling,
        )
        session = Later(partial(_session, deps))
        stack.push_async_callback(session.close)
        runs = PastRuns(database)
        await runs.start()
        deployments = TimedDeployments(
            CatalystDeployments(catalyst, catalogue.pool_domains), runs, clock=store.now, emulated=lambda: own_emulator or catalyst.emulated
        )
        core = build_core(catalogue, await _model_setup(settings, session))
        effects = Effects(box.McpToolbox(session.get), codes, deployments, await _models(settings, stack))
        conversations = Conversations(core, store, effects)
        held.append(conversations)
        services = Services(
            conversations=conversations,
            tokens=tokens,
            codes=codes,
            vault=vault,
            handovers=CatalystHandovers(catalyst),
            view=partial(view, words=core.words),
            past_runs=runs.expected,
            floor=Floor(AT_ONCE if engines.chosen(settings) == "embedded" else AT_ONCE_WITH_MODEL),
            started=started,
            base_url=base_url,
            emulated=lambda: own_emulator or catalyst.emulated,
            names=lambda: {
                "regions": {r.id: r.city for r in catalogue.regions.values()},
                "apps": {a.slug: a.name for a in catalogue.apps.values()},
                "installable": [a.slug for a in catalogue.apps.values() if a.deployable and not a.system],
                "sizes": {
                    s.id: {"vcpu": s.vcpu, "ramGb": s.ram_gb, "monthly": s.monthly, "regions": sorted(s.regions)}
                    for s in catalogue.skus.values()
                    if s.regions
                },
            },
            secret_stored=lambda conversation: box.check_credentials(catalyst, vault, conversation),
            prepared=approvals.prepared,
            healthy=lambda: database.usable,
        )
        services.voice = join_voice(settings, core.words, services)
        stack.push_async_callback(services.voice.close)
        if take_up:
            await conversations.start()
        stack.push_async_callback(conversations.stop)
        yield Wired(services, deps, Grants(database, key), session)


@asynccontextmanager
async def _session(deps: ToolboxDeps) -> "AsyncGenerator[ToolSession]":
    """The toolbox in memory. The MCP SDK takes long to import, so not on the loop, and after everything that nobody waits for."""
    for name in ("tools.concierge.session", "tools.concierge.server"):
        await asyncio.to_thread(import_module, name)
    from tools.concierge.server import build_server  # noqa: PLC0415 - see above
    from tools.concierge.session import ToolSession  # noqa: PLC0415 - see above

    async with ToolSession(build_server(deps, scope="dialogue")) as session:
        yield session


async def _model_setup(settings: Settings, session: "Later[ToolSession]") -> ModelSetup | None:
    """What a model is given; nothing where none is asked, since the toolbox would have to be waited for."""
    if engines.chosen(settings) == "embedded":
        return None
    return modelling.setup(await (await session.get()).tools(), ceiling_usd=settings.model_ceiling_usd)


async def _models(settings: Settings, stack: AsyncExitStack) -> Models:
    """The chosen engine's model, closed with `stack`; none for the embedded engine."""
    runner = await engines.load(settings)
    if runner is None:
        return NoModels()
    stack.push_async_callback(runner.close)
    return runner


def _http() -> httpx.AsyncClient:
    # Every request looks at every idle connection, with a system call each: few of them are cheaper than new ones in a rush.
    limits = httpx.Limits(max_connections=400, max_keepalive_connections=8)
    return httpx.AsyncClient(limits=limits, follow_redirects=False, trust_env=False)


async def _catalogue(settings: Settings, catalyst: CatalystClient) -> Catalogue:
    """The bundled data, with the tenant catalogue's apps where one is configured and answers."""
    bundled = await asyncio.to_thread(Catalogue.load)
    if settings.catalog_url is None:
        return bundled
    try:
        async with asyncio.timeout(CATALOGUE_SECONDS):
            return bundled.with_apps(await catalyst.apps(settings.catalog_url))
    except (CatalystError, TimeoutError):
        _LOG.warning("the tenant catalogue can't be read; the bundled list serves")
        return bundled


def build_core(catalogue: Catalogue, model: ModelSetup | None = None) -> Core:
    """The dialogue core over one catalogue; with `model`, conversations that say so are a language model's."""
    lexicon = Lexicon.build(
        catalogue.vocabulary(),
        regions=regions_list(catalogue),
        skus=skus_list(catalogue),
        apps=apps_list(catalogue),
        plans=catalogue.plans,
        proposals={industry: catalogue.proposals(industry) for industry in catalogue.industries},
        town=catalogue.town,
    )
    phrases = Phrases.gather(_prompts("phrases"), _prompts("messages"))
    return Core(lexicon, phrases, Readers.build(_prompts("lexicon"), lexicon), model)


def _prompts(name: str) -> dict[str, str]:
    """One file of each language."""
    return {path.parent.name: path.read_text(encoding="utf-8") for path in sorted(PROMPTS.glob(f"*/{name}.json"))}


def _mailer(settings: Settings) -> Mailer:
    url = settings.mailer.get_secret_value()
    if url == "outbox":
        return OutboxMailer(settings.data_dir / "outbox", settings.mail_from)
    return SmtpMailer(url, settings.mail_from)


def _operator(settings: Settings, *, own_emulator: bool) -> Credentials | None:
    if settings.operator is not None:
        return Credentials(*settings.operator)
    return DEMO if own_emulator else None


def _first_event(engine: engines.Engine, has_operator: bool, emulated: Callable[[], bool]) -> Callable[[], ConversationStarted]:
    account = "operator" if has_operator else "customer"
    return lambda: ConversationStarted(engine=engine, emulated=emulated(), account=account, seed=secrets.randbelow(1 << 16))
