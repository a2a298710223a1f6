"""Calls of the control API."""

import http.client
import json
from typing import Any, Iterator, List, Optional, Tuple
from urllib.parse import quote, urlencode, urlsplit

from chatmock.errors import ChatmockError
from chatmock.values import Entry, Json

_EXPECTATIONS = {"timed_out", "too_few_recipients", "verification_failed", "entries_lost", "scenario_failed"}
_SEEN_MAX = 12


def path(*parts: object) -> str:
    """The path of these parts, each escaped: `path("faults", name)`."""
    return "".join("/" + quote(str(part), safe="") for part in parts)


class Control:
    """Calls of the control API below one URL: of a mock, or of one of its sandboxes.

    Threads may share it: each call has a connection of its own.
    """

    def __init__(self, url: str, token: Optional[str] = None) -> None:
        self.url = url.rstrip("/")
        self._token = token

    def below(self, prefix: str) -> "Control":
        """The same access, below another path."""
        return Control(self.url + prefix, self._token)

    def call(self, method: str, target: str, body: Any = None, query: Optional[Json] = None) -> Any:
        """The answer, as JSON. Raises ChatmockError if the mock refuses or does not answer."""
        response, text = self._exchange(method, _with_query(target, query), body)
        return json.loads(text)

    def text(self, target: str) -> str:
        """The answer's text."""
        return self._exchange("GET", target, None)[1]

    def follow(self, target: str, query: Json) -> Iterator[Entry]:
        """The entries of a stream of server-sent events, until the iterator is closed."""
        whole = _with_query(target, query)
        connection, response = self._send("GET", whole, None)
        try:
            if response.status != 200:
                raise self._error_of(f"GET {whole}", response.status, response.read().decode())
            yield from _entries_of(response)
        finally:
            connection.close()

    def _exchange(self, method: str, target: str, body: Any) -> Tuple[http.client.HTTPResponse, str]:
        connection, response = self._send(method, target, body)
        try:
            text = response.read().decode()
        finally:
            connection.close()
        if response.status >= 300:
            raise self._error_of(f"{method} {target}", response.status, text)
        return response, text

    def _send(
        self, method: str, target: str, body: Any
    ) -> Tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        parts = urlsplit(self.url)
        secure = parts.scheme == "https"
        connection = (http.client.HTTPSConnection if secure else http.client.HTTPConnection)(parts.netloc)
        headers = {"connection": "close"}
        if self._token is not None:
            headers["authorization"] = f"Bearer {self._token}"
        if body is not None:
            headers["content-type"] = "application/json"
        try:
            connection.request(method, parts.path + target, None if body is None else json.dumps(body), headers)
            return connection, connection.getresponse()
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            raise self._unreachable(f"{method} {target}", error) from error

    def _unreachable(self, call: str, error: Exception) -> ChatmockError:
        reason = str(error) or type(error).__name__
        message = f'expected a chatmock at {self.url}, got {reason}; "chatmock serve" or Chatmock.start() starts one'
        return ChatmockError(call, 0, {"code": "unreachable", "message": message})

    def _error_of(self, call: str, status: int, text: str) -> ChatmockError:
        try:
            body = json.loads(text)["error"]
        except (ValueError, KeyError, TypeError):
            message = f"expected an answer of chatmock at {self.url}, got {status} {text[:200]}"
            return ChatmockError(call, status, {"code": "not_chatmock", "message": message})
        return ChatmockError(call, status, body, self._last_entries() if body["code"] in _EXPECTATIONS else [])

    # An error of this call must not hide the one that it explains.
    def _last_entries(self) -> List[Entry]:
        try:
            entries: List[Entry] = self.call("GET", "/journal")["entries"]
            return entries[-_SEEN_MAX:]
        except ChatmockError:
            return []


def _with_query(target: str, query: Optional[Json]) -> str:
    return f"{target}?{urlencode(query)}" if query else target


def _entries_of(response: http.client.HTTPResponse) -> Iterator[Entry]:
    fields: Json = {}
    for line in response:
        text = line.decode().rstrip("\r\n")
        if text:
            name, _, value = text.partition(": ")
            fields[name] = value
            continue
        # Comments have no data. A stream that lost entries must not look complete.
        if fields.get("event") == "dropped":
            raise RuntimeError(f"expected every entry, but the journal dropped some: {fields['data']}")
        if "data" in fields:
            yield json.loads(fields["data"])
        fields = {}
