"""A container of Docker that serves."""

import atexit
import subprocess
import uuid
from typing import Callable, Dict, List, Optional

from chatmock.server.process import ServingProcess

_PORTS = (8090, 8091)
_INSTALL = "install it, or start a program by binary"


class Container:
    """A container of the image, with copies of folders. Its ports are published on free ones of 127.0.0.1.

    It is created but not started. It ends with this process, if not by `stop()`.
    """

    def __init__(self, image: str, command: List[str], folders: Dict[str, str]) -> None:
        self._name = f"chatmock-{uuid.uuid4()}"
        self._process: Optional[ServingProcess] = None
        published = [word for port in _PORTS for word in ("--publish", f"127.0.0.1::{port}")]
        # Copied files belong to root, and perhaps only their owner may read them.
        user = ["--user", "0:0"] if folders else []
        _docker("create", "--name", self._name, "--cap-drop", "ALL", *user, *published, image, *command)
        atexit.register(self._remove)
        try:
            for path, folder in folders.items():
                _docker("cp", folder, f"{self._name}:{path}")
        except BaseException:
            self.stop()
            raise

    def start(self) -> Callable[[], str]:
        """Returns when it is ready, with a function that gives the last lines of its log."""
        self._process = ServingProcess("docker", ["start", "--attach", self._name], "docker", _INSTALL)
        return self._process.log

    def address(self, port: int) -> str:
        """The address of its published port: a host and a port."""
        return _docker("port", self._name, str(port)).splitlines()[0]

    def stop(self) -> None:
        if self._process is not None:
            self._process.stop()
        self._remove()
        atexit.unregister(self._remove)

    def _remove(self) -> None:
        _docker("rm", "--force", self._name)


def _docker(*arguments: str) -> str:
    try:
        return subprocess.run(["docker", *arguments], check=True, capture_output=True, text=True).stdout
    except OSError as error:
        raise RuntimeError(f"expected the program docker, got {error}; {_INSTALL}") from error
    except subprocess.CalledProcessError as error:
        raise RuntimeError(f"docker {arguments[0]}: {error.stderr.strip()}") from error
