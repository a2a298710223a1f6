"""A mock's process."""

import atexit
import collections
import json
import subprocess
import threading
from typing import IO, Deque, Dict, List, Mapping, Optional

_STOP_TIME_S_MAX = 10
_LOG_LINES_MAX = 1000


def serve_arguments(flags: Mapping[str, object], args: List[str]) -> List[str]:
    """The arguments of `chatmock serve` on free ports; flags with the value None are left out."""
    given = [[f"--{name}", str(value)] for name, value in flags.items() if value is not None]
    ports = ["--socket", "127.0.0.1:0", "--control", "127.0.0.1:0"]
    return ["serve", *ports, *(word for flag in given for word in flag), *args]


class Server:
    """Starts `chatmock`, and is ready when the constructor returns. It ends with this process."""

    def __init__(self, binary: str, arguments: List[str]) -> None:
        try:
            self._process = subprocess.Popen(
                [binary, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        except OSError as error:
            raise RuntimeError(
                f"expected the program chatmock, got {error}; name it by binary, by CHATMOCK_BINARY or by the PATH"
            ) from error
        atexit.register(self._process.kill)
        self._lines: Deque[str] = collections.deque(maxlen=_LOG_LINES_MAX)
        self._reader = threading.Thread(target=self._read_log, args=(self._process.stderr,), daemon=True)
        self._reader.start()
        ready = self._read_ready(binary)
        self.control_url: str = ready["control"]
        self.socket_url = "http" + ready["socket"][len("ws") :].rsplit("/socket.io/", 1)[0]

    def log(self) -> str:
        """The last lines of the mock's log."""
        return "".join(self._lines)

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.terminate()
        try:
            self._process.wait(_STOP_TIME_S_MAX)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._close()

    def _close(self) -> None:
        atexit.unregister(self._process.kill)
        self._reader.join()
        for stream in (self._process.stdout, self._process.stderr):
            if stream is not None:
                stream.close()

    def _read_ready(self, binary: str) -> Dict[str, str]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            code = self._process.wait()
            self._close()
            raise RuntimeError(f"{binary} ended with {code} before it was ready:\n{self.log()}")
        ready: Dict[str, str] = json.loads(line)
        return ready

    def _read_log(self, stream: Optional[IO[str]]) -> None:
        for line in stream or []:
            self._lines.append(line)
