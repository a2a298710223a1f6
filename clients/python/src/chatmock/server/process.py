"""A program that serves."""

import atexit
import collections
import json
import subprocess
import threading
from typing import IO, Deque, Dict, List, Optional

_STOP_TIME_S_MAX = 10
_LOG_LINES_MAX = 1000


class ServingProcess:
    """Starts a program that prints the ready line of `chatmock serve`, and has it when the constructor returns.

    It ends with this process. If there is no such program, the error has its `name` and says what to do.
    """

    def __init__(self, program: str, arguments: List[str], name: str, mend: str) -> None:
        self._program = program
        try:
            self._process = subprocess.Popen(
                [program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        except OSError as error:
            raise RuntimeError(f"expected the program {name}, got {error}; {mend}") from error
        atexit.register(self._process.kill)
        self._lines: Deque[str] = collections.deque(maxlen=_LOG_LINES_MAX)
        self._reader = threading.Thread(target=self._read_log, args=(self._process.stderr,), daemon=True)
        self._reader.start()
        self.ready: Dict[str, str] = self._read_ready()

    def log(self) -> str:
        """The last lines of its log."""
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

    def _read_ready(self) -> Dict[str, str]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            code = self._process.wait()
            self._close()
            raise RuntimeError(f"{self._program} ended with {code} before it was ready:\n{self.log()}")
        ready: Dict[str, str] = json.loads(line)
        return ready

    def _read_log(self, stream: Optional[IO[str]]) -> None:
        for line in stream or []:
            self._lines.append(line)
