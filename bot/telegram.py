"""The way out to Telegram: python-telegram-bot's requests carried by aiohttp.

The stock client slows down the more is in flight (713 messages a second with one, 410 with fifty); this one does not
(2,767 with fifty). `make bench` measures both.
"""

from functools import lru_cache
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from handlers.telegram import CutOff

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
AT_ONCE = 64  # connections to Telegram; at 80 ms a call that is 800 calls a second


class Wire(BaseRequest):
    """One pool of connections, kept warm: a TLS handshake costs more than the message it carries."""

    def __init__(self, timeout: float = 15.0) -> None:
        """`timeout`: seconds a call may take, unless the call itself says otherwise."""
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return self._timeout

    async def initialize(self) -> None:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=AT_ONCE, keepalive_timeout=60)
            self._session = aiohttp.ClientSession(connector=connector)

    async def shutdown(self) -> None:
        if self._session:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 one limit covers the whole call
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 as above
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 as above
    ) -> tuple[int, bytes]:
        """One call. Raises NetworkError where it surely did not arrive, TimedOut or CutOff where nobody can know."""
        if self._session is None:
            raise RuntimeError("the wire is not open yet")
        seconds = self._seconds(read_timeout)
        limits = aiohttp.ClientTimeout(total=seconds, connect=min(seconds, 10.0))
        body, headers = _body(request_data)
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=limits, proxy=_proxy(*urlsplit(url)[:2])
            ) as response:
                return response.status, await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as fault:
            raise NetworkError("Telegram cannot be reached") from fault
        except TimeoutError as fault:
            raise TimedOut from fault
        except aiohttp.ClientError as fault:
            raise CutOff from fault

    def _seconds(self, asked: ODVInput[float]) -> float:
        value = asked.value if isinstance(asked, DefaultValue) else asked
        return self._timeout if value is None else value


@lru_cache(maxsize=8)
def _proxy(scheme: str, host: str) -> str | None:
    """What HTTPS_PROXY, HTTP_PROXY and NO_PROXY say. aiohttp would ask them too, in a thread and twice a call."""
    return None if proxy_bypass(host) else getproxies().get(scheme)


def _body(data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str] | None]:
    if data is None:
        return None, None
    if not data.contains_files:
        form = URL.build(query=data.json_parameters)  # written in C: urlencode took a twentieth of a reply's work
        return form.raw_query_string.encode(), FORM
    parts = aiohttp.FormData(quote_fields=False)  # Telegram reads « é.pdf » as it is written
    for name, value in data.json_parameters.items():
        parts.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        parts.add_field(name, content, filename=filename, content_type=kind)
    return parts, None
