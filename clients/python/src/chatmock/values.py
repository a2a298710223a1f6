"""The values that calls of the control API take and answer."""

import base64
import json
import re
from typing import Any, Dict, List, Literal, Optional, Union

Json = Dict[str, Any]
Target = Json
Entry = Json

DisconnectAs = Literal[
    "server_disconnect", "transport_close", "transport_error", "ping_timeout", "parse_error", "restart", "half_open"
]
EntryKind = Literal[
    "open",
    "connect",
    "refuse",
    "upgrade",
    "emit",
    "receive",
    "acknowledge",
    "stray_acknowledge",
    "close",
    "disconnect",
    "violation",
    "limit",
    "control",
    "fault",
    "reload",
    "scenario",
]
FaultKind = Literal[
    "drop",
    "delay",
    "duplicate",
    "reorder",
    "truncate",
    "corrupt",
    "disconnect",
    "slow",
    "drop_ack",
    "delay_ack",
    "duplicate_ack",
    "refuse_connections",
    "refuse_upgrade",
    "swallow_probe",
    "no_ping",
    "no_pong",
]
Refusal = Literal["connect_error", "http", "event", "close", "hang"]
Transport = Literal["polling", "websocket"]

# Seconds as a number, or a text of numbers with units: "250ms", "5s", "1m30s", "2h", "1d".
Duration = Union[int, float, str]

_UNIT_MS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
_PART = r"(\d+(?:\.\d+)?)(ms|s|m|h|d)"


def milliseconds(duration: Duration) -> int:
    """The duration in milliseconds. Raises ValueError for a text that is not one."""
    if not isinstance(duration, str):
        return round(duration * 1000)
    if not re.fullmatch(f"(?:{_PART})+", duration):
        raise ValueError(f'expected a duration such as 5, "250ms", "5s" or "1m30s", got {duration!r}')
    return round(sum(float(count) * _UNIT_MS[unit] for count, unit in re.findall(_PART, duration)))


def timeout_field(timeout: Optional[Duration]) -> Json:
    return {} if timeout is None else {"timeout_ms": milliseconds(timeout)}


def given(**fields: Any) -> Json:
    """The fields without `None`. A trailing underscore keeps a name from being a keyword of Python."""
    return {name.rstrip("_"): value for name, value in fields.items() if value is not None}


def changes_fields(changes: Optional[Json], more: Optional[Json] = None) -> Json:
    """Changes in the form of the control API, with further values to set.

    None is a value in a test, and removes a field in a merge patch: so the Nones are set.
    """
    nulls: Json = {}

    def without_nulls(value: Json, at: str) -> Json:
        kept: Json = {}
        for name, member in value.items():
            pointer = f"{at}/{name.replace('~', '~0').replace('/', '~1')}"
            if member is None:
                nulls[pointer] = None
            else:
                kept[name] = without_nulls(member, pointer) if isinstance(member, dict) else member
        return kept

    patch = without_nulls(changes or {}, "")
    return given(patch=patch or None, set={**nulls, **(more or {})} or None)


def unsigned_token(claims: Json) -> str:
    """A JSON Web Token without a signature, for profiles without keys."""
    parts = [{"alg": "none", "typ": "JWT"}, claims]
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts]
    return ".".join(encoded) + "."


# Fields that a line shows in a special form, or omits.
_SHOWN = {"seq", "at", "kind", "user", "event", "recipients", "sid", "engine_sid", "protocol"}
_DETAILS_LENGTH_MAX = 160


def _line_of(entry: Entry) -> str:
    words = [f"#{entry['seq']}", entry["at"][11:-1], entry["kind"]]
    if "event" in entry:
        words.append(entry["event"])
    if "user" in entry:
        words.append(f"by {entry['user']}")
    if "recipients" in entry:
        words.append("to " + (", ".join(recipient["user"] for recipient in entry["recipients"]) or "nobody"))
    rest = {name: value for name, value in entry.items() if name not in _SHOWN}
    texts = [value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) for value in rest.values()]
    details = ", ".join(f"{name}: {text}" for name, text in zip(rest, texts))
    if len(details) > _DETAILS_LENGTH_MAX:
        details = details[:_DETAILS_LENGTH_MAX] + "…"
    return " ".join(words) + (f" ({details})" if details else "")


def lines_of(entries: List[Entry]) -> List[str]:
    """Entries of the journal as lines that people can read."""
    return [_line_of(entry) for entry in entries]
