"""Debian's Socket.IO client, driven by lines of JSON: it reads commands from stdin, and writes events to stdout.

    python_client.py URL OPTIONS TRANSPORT...

OPTIONS is a JSON object of further arguments to connect().
"""
import base64
import json
import logging
import os
import socket
import sys

import socketio

EVENTS = ("NewMessage", "NewMember", "DeleteMember", "ViewedMessage", "UpdatedGroup", "message-back")


def say(what, **details):
    print(json.dumps({"what": what, **details}), flush=True)


def to_json(value):
    if isinstance(value, bytes):
        return {"$binary": base64.b64encode(value).decode()}
    if isinstance(value, dict):
        return {name: to_json(member) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_json(element) for element in value]
    return value


def from_json(value):
    if isinstance(value, dict):
        if "$binary" in value:
            return base64.b64decode(value["$binary"])
        return {name: from_json(member) for name, member in value.items()}
    if isinstance(value, list):
        return [from_json(element) for element in value]
    return value


class Heartbeats(logging.Handler):
    """The client has no event for a ping, but it logs each."""

    def emit(self, record):
        if record.getMessage().startswith("Received packet PING"):
            say("ping")


def quiet_logger():
    logger = logging.getLogger("heartbeats")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(Heartbeats())
    return logger


def look_up_as_browsers_do():
    """A name below localhost is this machine, whatever the system knows of it."""
    look_up = socket.getaddrinfo

    def address_of(host, *details, **named):
        return look_up("127.0.0.1" if str(host).endswith(".localhost") else host, *details, **named)

    socket.getaddrinfo = address_of


def make_client():
    client = socketio.Client(
        reconnection_delay=0.01, reconnection_delay_max=0.05, randomization_factor=0, engineio_logger=quiet_logger()
    )
    client.on("connect", lambda: say("connect", sid=client.get_sid(), transport=client.transport()))
    client.on("connect_error", lambda error: say("connect_error", error=to_json(error)))
    client.on("disconnect", lambda: say("disconnect"))
    for event in EVENTS:
        client.on(event, hear(event))
    return client


def hear(event):
    def handle(*arguments):
        say("event", event=event, arguments=to_json(arguments))
        return ("got", *arguments)

    return handle


def perform(client, command):
    if "emit" in command:
        client.emit(command["emit"], tuple(from_json(command["arguments"])))
    elif "call" in command:
        answer = client.call(command["call"], tuple(from_json(command["arguments"])))
        say("acknowledged", answer=to_json(answer))
    else:
        client.disconnect()


def main():
    url, options, *transports = sys.argv[1:]
    look_up_as_browsers_do()
    client = make_client()
    try:
        client.connect(url, transports=transports, **json.loads(options))
    except socketio.exceptions.ConnectionError:
        return
    say("ready")
    for line in sys.stdin:
        perform(client, json.loads(line))


main()
# One that is reconnecting would not let the process end.
os._exit(0)
