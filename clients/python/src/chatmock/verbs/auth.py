"""The rules that accept and refuse clients."""

from typing import Any, List, Literal, Optional

from chatmock.control import Control, path
from chatmock.values import Duration, Json, Refusal, given, milliseconds


def refusal_rule(
    via: Optional[Refusal] = None,
    *,
    status: Optional[int] = None,
    message: Optional[str] = None,
    data: Any = None,
    at: Optional[str] = None,
    delay: Optional[Duration] = None,
    times: Optional[int] = None,
) -> Json:
    """A rule that refuses, without its match."""
    outcome = {"do": "hang"} if via == "hang" else {"do": "reject", **given(via=via)}
    delay_ms = None if delay is None else milliseconds(delay)
    outcome.update(given(status=status, message=message, data=data, at=at, delay_ms=delay_ms))
    return {"outcome": outcome, **given(times=times)}


Flaw = Literal["signature", "expired", "not_yet", "algorithm_none", "no_sub", "garbage"]
"""The mistake of a token that is broken on purpose."""


class Auth:
    """The auth rules of a mock, and the keys that sign tokens."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def rules(self) -> List[Json]:
        """The rules in the order in which they are tried, with the uses that are left."""
        rules: List[Json] = self._control.call("GET", "/auth")["rules"]
        return rules

    def set(self, rules: List[Json]) -> List[Json]:
        """Replaces all rules."""
        new_rules: List[Json] = self._control.call("PUT", "/auth", {"rules": rules})["rules"]
        return new_rules

    def add(self, *rules: Json) -> List[Json]:
        """Puts rules in front of the others; the first of them is tried first. Returns all rules."""
        for rule in reversed(rules):
            self._control.call("POST", "/auth/rules", rule)
        return self.rules()

    def remove(self, rule_id: str) -> List[Json]:
        """Removes one rule by its id. Returns the rules that are left."""
        rules: List[Json] = self._control.call("DELETE", path("auth", "rules", rule_id))["rules"]
        return rules

    def token(
        self,
        sub: str,
        *,
        claims: Optional[Json] = None,
        expires_in: Optional[Duration] = None,
        broken: Optional[Flaw] = None,
    ) -> str:
        """A JSON Web Token of the user `sub`, signed with the profile's key or, without one, with a key of the seed."""
        expires_in_ms = None if expires_in is None else milliseconds(expires_in)
        body = {"sub": sub, **given(claims=claims, expires_in_ms=expires_in_ms, broken=broken)}
        return str(self._control.call("POST", "/tokens", body)["token"])

    def keys(self) -> Json:
        """The public keys of such tokens, as a JSON Web Key Set."""
        key_set: Json = self._control.call("GET", "/jwks.json")
        return key_set

    def restore(self) -> List[Json]:
        """Restores the profile's rules, without those of calls and scenarios."""
        rules: List[Json] = self._control.call("DELETE", "/auth/rules")["rules"]
        return rules
