"""Puts the simulator on a port: the Bot API, its files, the control API and the page."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.simulator.api import Api
from bot.simulator.control import Control
from bot.simulator.files import LARGEST_UPLOAD
from bot.simulator.world import World

ROOM_FOR_FIELDS = 1024 * 1024


def build(world: World) -> web.Application:
    """Every address of the simulator."""
    app = web.Application(client_max_size=LARGEST_UPLOAD + ROOM_FOR_FIELDS)
    app.router.add_route("*", "/bot{token}/{method}", Api(world).answer)
    app.router.add_get("/file/bot{token}/{path:.+}", _file_of(world))
    app.router.add_routes(Control(world).routes())
    return app


def _file_of(world: World) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(request: web.Request) -> web.Response:
        if request.match_info["token"] != world.token:
            raise web.HTTPUnauthorized
        found = world.files.at(request.match_info["path"])
        if not found:
            raise web.HTTPNotFound
        return web.Response(body=found.upload.content, content_type=found.upload.content_type)

    return answer


async def serve(world: World, port: int = 0, host: str = "127.0.0.1") -> tuple[web.AppRunner, str]:
    """Start listening. Gives the runner to clean up and the address, which `/bot<token>/` follows."""
    runner = web.AppRunner(build(world), access_log=None, shutdown_timeout=0.2, keepalive_timeout=75)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    await site.start()
    bound = runner.addresses[0][1]
    return runner, f"http://{host}:{bound}"
