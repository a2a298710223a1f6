"""How the mock behaves: auth rules, groups, timings, reactions and more."""

from chatmock.control import Control
from chatmock.values import Json


class Profile:
    """The profile of a mock. A reset undoes all changes."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def get(self) -> Json:
        """The profile in use, without its keys."""
        profile: Json = self._control.call("GET", "/profile")
        return profile

    def set(self, profile: Json) -> Json:
        """Replaces it whole."""
        new_profile: Json = self._control.call("PUT", "/profile", profile)
        return new_profile

    def change(self, fields: Json) -> Json:
        """Changes some of its fields; None removes one. A list replaces the whole list."""
        profile: Json = self._control.call("PATCH", "/profile", fields)
        return profile
