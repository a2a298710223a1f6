"""Connects to URL with TRANSPORT, trusting the CA, and prints the content of the first NewMessage."""

import sys
import threading

import requests
import socketio

url, transport, ca = sys.argv[1:]
session = requests.Session()
session.verify = ca
session.trust_env = False  # REQUESTS_CA_BUNDLE would come first
client = socketio.Client(http_session=session, reconnection=False)
heard = threading.Event()


@client.on("NewMessage")
def take(message):
    print(message["content"])
    heard.set()


client.connect(url, transports=[transport])
heard.wait(20)
client.disconnect()
