"""The code under test: the messages of a user, as the chat service sends them."""

import threading

import socketio


class Inbox:
    def __init__(self, url, token):
        self.messages = []
        self._changed = threading.Condition()
        self._client = socketio.Client(reconnection_delay=0.02, reconnection_delay_max=0.05)
        self._client.on("NewMessage", self._add)
        self._client.connect(f"{url}/?jwt_token={token}", transports=["websocket"])

    def wait_for(self, count, timeout=10):
        """Whether that many messages are there in time."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self.messages) >= count, timeout)

    def read(self, message_id):
        self._client.emit("read", {"id": message_id})

    def close(self):
        self._client.disconnect()

    # The service may send a message twice, or one that it should not.
    def _add(self, message):
        if not isinstance(message, dict) or not isinstance(message.get("id"), str):
            return
        with self._changed:
            if all(known["id"] != message["id"] for known in self.messages):
                self.messages.append(message)
            self._changed.notify_all()
