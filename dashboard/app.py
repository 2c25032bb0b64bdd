"""Composes the web server: sign-in, REST, room sockets, Socket.IO and the Dash pages, all below one prefix."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask

from dashboard.api.context import Context, provide_context
from dashboard.api.rest import register_api
from dashboard.auth.audit import Audit, record_changes
from dashboard.auth.guard import guard
from dashboard.auth.registry import make_auth
from dashboard.auth.signed_in import SignedInConnections
from dashboard.components import document, frame
from dashboard.dash_app.built import BuiltDash
from dashboard.dash_app.callback_check import check_updates
from dashboard.dash_app.callbacks import callbacks_for
from dashboard.laboratory.callback_errors import callback_failed
from dashboard.laboratory.loading import load_own_pages
from dashboard.laboratory.own import OwnPages
from dashboard.live.hub import Hub
from dashboard.live.room_socket import register_room_sockets
from dashboard.live.socketio_server import register_socketio
from dashboard.server.compression import compress_answers
from dashboard.server.headers import add_security_headers
from dashboard.server.heavy_work import HeavyWork
from dashboard.server.limits import MAX_BODY
from dashboard.server.prefix import UnderPrefix
from dashboard.server.problems import answer_with_problems
from dashboard.server.procedures import in_a_native_thread, load_procedures
from dashboard.server.proxies import LOOPBACK, FromProxies
from dashboard.static.docs_site import serve_docs
from dashboard.static.files import CompressedFiles
from dashboard.static.fonts import serve_fonts
from dashboard.static.icons import serve_icons
from engine.exporters.registry import Exporters
from engine.plugins import Plugins
from engine.settings import Settings
from engine.store.database import Database

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class WebApp:
    """The parts of one web server; `wsgi` is the application to serve."""

    server: Flask
    hub: Hub
    heavy: HeavyWork
    wsgi: WSGIApplication


def create_app(settings: Settings, database: Database) -> WebApp:
    """Make a web server over `database`, not yet listening; `hub.start()` starts live delivery."""
    server = Flask("pybirch", static_folder=None)
    server.config.update(MAX_CONTENT_LENGTH=MAX_BODY, MAX_FORM_MEMORY_SIZE=MAX_BODY)
    auth, audit = make_auth(settings, database), Audit(database)
    hub = Hub(database, settings, auth.ended)

    def connections() -> int:
        return hub.admission.count

    answer_with_problems(server)
    # Flask calls what was added last first: pages are compressed before the headers keep them out of caches.
    add_security_headers(server, settings)
    compress_answers(server)
    auth.register(server)
    guard(server, auth)
    record_changes(server, audit)
    own = OwnPages()
    plugins = Plugins(settings.plugins_folder.resolve())
    context = Context(
        database,
        settings,
        connections=connections,
        procedures=load_procedures(plugins),
        exporters=Exporters.load(plugins, in_a_native_thread),
        own_pages=own.loaded,
        heavy=HeavyWork(settings.plugins_folder.resolve()),
    )
    provide_context(server, context)
    register_api(server, context)
    register_room_sockets(server, hub, auth, settings, audit)
    register_socketio(server, hub, auth, settings)
    server.wsgi_app = SignedInConnections(server.wsgi_app, auth)  # type: ignore[method-assign]
    serve_fonts(server)
    serve_icons(server)
    serve_docs(server)
    _serve_pages(server, settings, own, plugins)
    return WebApp(
        server,
        hub,
        context.heavy,
        FromProxies(UnderPrefix(server, settings.prefix), settings.proxies or LOOPBACK),
    )


def _serve_pages(server: Flask, settings: Settings, own: OwnPages, plugins: Plugins) -> None:
    """The Dash pages; paths are without the prefix on the server and with it in the browser."""
    made = BuiltDash(
        __name__,  # not the name of a package: Dash would name our pages otherwise once that package is imported
        server=server,
        use_pages=True,
        pages_folder=str(ROOT / "pages"),
        assets_folder=ROOT / "assets",
        files=CompressedFiles(settings.cache.expanduser()),
        routes_pathname_prefix="/",
        requests_pathname_prefix=settings.prefix,
        serve_locally=True,
        suppress_callback_exceptions=True,
        title="PyBirch",
        update_title="",
        index_string=document.index(settings.prefix),
        on_error=callback_failed,
    )
    with callbacks_for(made):
        load_own_pages(server, own, plugins)
    check_updates(server, made)
    # A function, because Dash would check every page's callbacks against a layout that it can examine.
    made.layout = lambda: frame.layout(settings)
