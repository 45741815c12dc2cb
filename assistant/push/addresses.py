"""Where messages may be sent. A browser names the address of its push service, so anybody could name one of our own network."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult

LONGEST = 1024
"""Characters of an endpoint; the longest of browsers have some 500."""
THREADS = 4
_NAT64 = ip_network("64:ff9b::/96")
Address = IPv4Address | IPv6Address


def is_public(address: Address) -> bool:
    """Of the internet, also by what an IPv6 address of a way over to IPv4 stands for."""
    if isinstance(address, IPv6Address):
        meant = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in _NAT64:
            meant = IPv4Address(int(address) & 0xFFFF_FFFF)
        if meant is not None:
            return is_public(meant)
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast


@dataclass(frozen=True, slots=True)
class Rule:
    """Which addresses of push services are taken.

    Args:
        loopback: this machine's alone, over plain HTTP: for tests, which have a push service of their own.
    """

    loopback: bool = False

    def checked(self, endpoint: str) -> str:
        """The endpoint's origin. Names are looked at again when they were looked up. Raises ValueError with a sentence."""
        if not endpoint.isascii() or not endpoint.isprintable() or " " in endpoint or len(endpoint) > LONGEST:
            raise ValueError(f"An endpoint has at most {LONGEST} plain characters.")
        try:
            parts = urlsplit(endpoint)
            host, port = parts.hostname, parts.port
        except ValueError:
            raise ValueError("The endpoint is no address.") from None
        if "\\" in endpoint or "@" in parts.netloc or parts.fragment or not host:
            raise ValueError("An endpoint has a host and a path, and neither user nor fragment.")
        if self.loopback:
            if parts.scheme != "http" or host != "127.0.0.1":
                raise ValueError("With this setting the push service is at http://127.0.0.1.")
            return f"http://{host}:{port or 80}"
        if parts.scheme != "https" or port not in (None, 443):
            raise ValueError("An endpoint begins with https:// and names no other port.")
        if not self.allows(host):
            raise ValueError("The endpoint isn't in the internet.")
        return f"https://[{host}]" if ":" in host else f"https://{host}"

    def allows(self, host: str) -> bool:
        """False of an address that isn't to be connected to, however it is written; true of every name."""
        try:
            return self._fits(ip_address(host.partition("%")[0]))
        except ValueError:
            pass
        try:
            # Forms that connecting understands and `ip_address` doesn't: 127.1, 0x7f000001, 2130706433.
            return self._fits(IPv4Address(socket.inet_aton(host)))
        except OSError:
            return host.rstrip(".") != "localhost"

    def _fits(self, address: Address) -> bool:
        return address.is_loopback if self.loopback else is_public(address)


class Resolver(AbstractResolver):
    """Names, without those of their addresses that the rule forbids: what was looked at is what is connected to.

    It has threads of its own: a name whose servers never answer holds one for half a minute.
    """

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self._threads = ThreadPoolExecutor(THREADS, "push-names")

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC) -> list[ResolveResult]:
        """Raises OSError: none is left."""
        look = partial(socket.getaddrinfo, host, port, family, socket.SOCK_STREAM, 0, socket.AI_ADDRCONFIG)
        found = await asyncio.get_running_loop().run_in_executor(self._threads, look)
        good = [(kind, str(address[0])) for kind, _, _, _, address in found if self._rule.allows(str(address[0]))]
        if not good:
            raise OSError("no address that may be connected to")
        flags = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
        return [ResolveResult(hostname=host, host=address, port=port, family=kind, proto=socket.IPPROTO_TCP, flags=flags) for kind, address in good]

    async def close(self) -> None:
        """See `AbstractResolver`."""
        self._threads.shutdown(wait=False, cancel_futures=True)
