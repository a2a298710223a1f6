"""A mock that this process has started, as a program or as a container."""

import os
from dataclasses import dataclass
from typing import Callable, List, Mapping, Optional

from chatmock.server.container import Container
from chatmock.server.process import ServingProcess


@dataclass(frozen=True)
class Server:
    control_url: str
    """The URL of its control API."""
    socket_url: str
    """The URL for apps."""
    log: Callable[[], str]
    """Gives the last lines of its log."""
    stop: Callable[[], None]


def start_server(
    binary: Optional[str], image: Optional[str], flags: Mapping[str, object], args: List[str]
) -> Server:
    """Starts a mock, and returns when it is ready. An argument overrides its environment variable."""
    if image is None and binary is None:
        image = os.environ.get("CHATMOCK_IMAGE")
    if image:
        return _start_container(image, flags, args)
    return _start_process(binary or os.environ.get("CHATMOCK_BINARY") or "chatmock", flags, args)


def _start_process(binary: str, flags: Mapping[str, object], args: List[str]) -> Server:
    ports = ["--socket", "127.0.0.1:0", "--control", "127.0.0.1:0"]
    name_it = "name it by binary, by CHATMOCK_BINARY or by the PATH"
    process = ServingProcess(binary, ["serve", *ports, *_words(flags), *args], "chatmock", name_it)
    socket_url = "http" + process.ready["socket"][len("ws") :].rsplit("/socket.io/", 1)[0]
    return Server(process.ready["control"], socket_url, process.log, process.stop)


def _start_container(image: str, flags: Mapping[str, object], args: List[str]) -> Server:
    """Folders are copied into the container, not mounted: the engine may run elsewhere than this process."""
    given = [flag for flag in ("fixtures", "contracts") if flags.get(flag) is not None]
    inside = {**flags, **{flag: f"/{flag}" for flag in given}}
    folders = {f"/{flag}": str(flags[flag]) for flag in given}
    container = Container(image, ["serve", *_words(inside), *args], folders)
    try:
        log = container.start()
        socket_url, control_url = (f"http://{container.address(port)}" for port in (8090, 8091))
        return Server(control_url, socket_url, log, container.stop)
    except BaseException:
        container.stop()
        raise


def _words(flags: Mapping[str, object]) -> List[str]:
    given = [[f"--{name}", str(value)] for name, value in flags.items() if value is not None]
    return [word for flag in given for word in flag]
