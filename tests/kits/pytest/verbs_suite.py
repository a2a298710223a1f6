"""The verbs of the Python kit against a mock, which the fixture finds at CHATMOCK_URL. Debian's python3-socketio is the
app under test."""

import asyncio
import threading
import time

import pytest
import socketio

import chatmock as kit
from chatmock import aio

PATIENCE = 30


class App:
    def __init__(self, url, token):
        self.client = socketio.Client(reconnection_delay=0.01, reconnection_delay_max=0.02)
        self.heard = []
        self.client.on("NewMessage", self._hear)
        self._url = f"{url}/?jwt_token={token}"

    def _hear(self, message):
        self.heard.append(message)
        return message["content"]

    def connect(self):
        self.client.connect(self._url, wait_timeout=PATIENCE)
        return self

    # A client that is about to come back takes no notice of disconnect().
    def stop(self):
        self.client.reconnection = False
        self.client.reconnection_attempts = 1
        self.client.disconnect()


def client_threads():
    return [thread for thread in threading.enumerate() if not thread.daemon and thread is not threading.main_thread()]


@pytest.fixture
def new_app(chat):
    apps = []

    def make(token):
        apps.append(App(chat.socket_url, token))
        return apps[-1]

    yield make
    for each in apps:
        each.stop()
    end = time.monotonic() + PATIENCE
    while client_threads() and time.monotonic() < end:
        chat.reset()
        time.sleep(0.02)


@pytest.fixture
def app(new_app):
    def start(user):
        started = new_app(user.token()).connect()
        user.connected(timeout=PATIENCE)
        return started

    return start


def test_user_receives_an_event_and_acknowledges_it(chat, app):
    alice = chat.user("alice")
    started = app(alice)
    sent = alice.receives("NewMessage", {"content": "hi"}, await_="acked", timeout=PATIENCE)
    assert [(each["user"], each["acknowledgement"]) for each in sent["recipients"]] == [("alice", ["hi"])]
    assert [message["content"] for message in started.heard] == ["hi"]
    assert chat.connection(started.client.get_sid())["user"] == "alice"
    assert [each["user"] for each in chat.connections()] == ["alice"]
    started.client.disconnect()
    alice.gone(timeout=PATIENCE)


def test_none_is_a_value(chat, app):
    anna = chat.user("anna")
    started = app(anna)
    changes = {"friendship_id": None, "group_id": 7}
    anna.receives("NewMessage", changes, set={"/content": "set"}, await_="acked", timeout=PATIENCE)
    (message,) = started.heard
    assert (message["friendship_id"], message["group_id"], message["content"]) == (None, 7, "set")
    with pytest.raises(kit.ChatmockError) as raised:
        anna.receives("NewMessage", patch={"content": None})
    assert raised.value.code == "contract_violation"


def test_user_is_known_by_a_token_with_claims(chat, new_app):
    dora = chat.user("dora")
    new_app(dora.jwt(role="admin", name="Zoë")).connect()
    (connection,) = chat.to({"claims": {"role": "admin"}}).connected(transport="websocket", timeout=PATIENCE)
    assert connection["claims"] == {"sub": "dora", "sandbox": chat.name, "role": "admin", "name": "Zoë"}


def test_user_is_kept_out_for_two_attempts(chat, app):
    bob = chat.user("bob")
    app(bob)
    gone = bob.disconnect("transport_close", keep_out=2)
    assert [each["user"] for each in gone.connections] == ["bob"]
    bob.connected(timeout=PATIENCE)
    (fault,) = chat.faults.list()
    assert (fault["do"], fault["strikes"]) == ("refuse_connections", 2)


def test_user_is_kept_out_for_a_time(chat, app):
    carol = chat.user("carol")
    app(carol)
    with carol.disconnect("restart", keep_out="10m"):
        chat.journal.wait("fault", user="carol", timeout=PATIENCE)
        carol.gone(timeout=PATIENCE)
    carol.connected(timeout=PATIENCE)
    assert chat.faults.list() == []


def test_user_is_refused_once_whichever_token_the_app_has(chat, new_app):
    erin = chat.user("erin")
    for token in (erin.token(), erin.jwt()):
        erin.refuse("http", status=403, times=1)
        with pytest.raises(socketio.exceptions.ConnectionError):
            new_app(token).connect()
        new_app(token).connect()
        chat.auth.set([])


def test_user_is_accepted_late_and_expires(chat, app):
    frank = chat.user("frank")
    frank.expires_after("1m", as_="event", message="Token expired")
    chat.clock.hold()
    app(frank)
    fired = chat.clock.advance("1m", timeout=PATIENCE)["fired"]
    assert ("expiry", "frank") in [(timer["timer"], timer.get("user")) for timer in fired]
    assert chat.clock.run()["mode"] == "real"
    assert len(frank.accept_late("5ms")) == len(chat.auth.rules())


def test_user_sends_an_event(chat, app):
    greta = chat.user("greta")
    app(greta).client.emit("typing", {"group_id": 7})
    (entry,) = greta.sent("typing", data=[{"group_id": 7}], timeout=PATIENCE)
    assert entry["event"] == "typing"
    assert chat.journal.verify("receive", user="greta", exactly=1) == 1


def test_group_and_everyone_receive(chat, app):
    app(chat.user("gina"))
    group = chat.group(70).set(["gina", "hugo"])
    assert chat.groups()["70"] == ["gina", "hugo"]
    assert len(group.receives("UpdatedGroup", {"name": "Tea"}, timeout=PATIENCE)["recipients"]) == 1
    sent = chat.everyone.receives("NewMember", repeat=2, fixture="default", timeout=PATIENCE)
    assert sent["last_seq"] == sent["seq"] + 1


def test_edges_are_sent_one_by_one(chat, app):
    ivan = chat.user("ivan")
    app(ivan)
    mutants = [(edge.name, edge.send()["mutant"]) for edge in ivan.mutants("ViewedMessage")]
    variants = [(edge.name, edge.send()["variant"]) for edge in ivan.variants("ViewedMessage")]
    assert len(mutants) > 5 and len(variants) > 1
    assert all(name == sent for name, sent in mutants + variants)


def test_event_is_held_until_it_is_due(chat, app):
    jana = chat.user("jana")
    started = app(jana)
    chat.clock.hold()
    jana.receives("NewMessage", delay="5s", timeout=PATIENCE)
    assert chat.clock.state()["mode"] == "manual"
    assert started.heard == []
    chat.clock.advance(5, timeout=PATIENCE)
    chat.journal.wait("emit", user="jana", timeout=PATIENCE)


def test_faults_are_installed_and_removed(chat):
    with chat.user("kim").fault("drop", on={"event": "NewMessage", "nth": 2}, name="lossy") as lossy:
        assert lossy.status()["on"]["to"] == {"user": "kim"}
    assert chat.faults.list() == []
    assert chat.fault("no_ping", ttl="1m").remove()["ttl_ms"] == 60_000
    assert len(chat.faults.replace({"slow": {"do": "slow", "bytes_per_second": 9}})) == 1
    assert chat.faults.clear() == 1


def test_rules_for_everyone(chat):
    rules = chat.refuse("http", status=503, times=1)
    assert rules[0]["outcome"] == {"do": "reject", "via": "http", "status": 503}


def test_what_it_did_is_taken_back(chat):
    before = chat.auth.rules()
    chat.auth.add({"id": "no-ivan", "match": {"token": "ivan"}, "outcome": {"do": "reject"}})
    assert chat.auth.remove("no-ivan") == before
    chat.refuse(times=1)
    assert chat.auth.restore() == before
    chat.group(71).set(["gina"])
    chat.group(71).remove()
    assert "71" not in chat.groups()
    chat.clock.hold()
    assert chat.clock.set("2030-01-01T00:00:00Z")["now"] == "2030-01-01T00:00:00.000Z"
    chat.clock.set("machine")
    chat.clock.run()
    chat.quiet(to={"user": "gina"}, timeout=PATIENCE)


def test_run_waits_at_a_checkpoint(chat):
    checked = chat.scenario("checked").define({"steps": [{"checkpoint": {"name": "shown"}}]})
    run = checked.start()
    run.checkpoint("shown")
    assert run.wait(timeout=PATIENCE)["state"] == "passed"
    failed = checked.start()
    assert failed.checkpoint("shown", passed=False, reason="nothing there")["state"] == "failed"
    checked.remove()


def test_scenarios_run(chat, app):
    lena = chat.user("lena")
    app(lena)
    assert "member-added-twice" in [scenario["name"] for scenario in chat.scenarios()]
    assert lena.scenario("member-added-twice").run(timeout=PATIENCE)["state"] == "passed"
    pause = chat.scenario("pause").define({"parameters": {"ms": 1}, "steps": [{"delay": {"ms": "{{ms}}"}}]})
    assert len(pause.definition()["steps"]) == 1
    run = pause.start(parameters={"ms": 86_400_000})
    assert run.state()["state"] == "running"
    assert chat.run(run.id).stop()["state"] == "stopped"
    assert len(chat.runs()) == 2
    pause.remove()


def test_journal_in_every_form(chat, app):
    app(chat.user("mia"))
    following = chat.journal.follow("connect", user="mia", after=0)
    assert next(following)["user"] == "mia"
    following.close()
    (entry,) = chat.journal.entries("open", user="mia")
    assert chat.journal.canonical("open", user="mia")[0]["n"] == 1
    assert chat.journal.story("open").startswith(f"#{entry['seq']} ")
    assert chat.journal.export().startswith('{"transcript":')
    chat.quiet(timeout=PATIENCE)
    assert chat.journal.clear() > 0


def test_mock_tells_what_it_is(chatmock):
    assert "NewMessage" in [each["event"] for each in chatmock.events()]
    assert "default" in chatmock.fixtures("NewMessage")
    assert isinstance(chatmock.fixture("NewMessage")["content"], str)
    assert chatmock.contract("NewMessage")["type"] == "object"
    assert chatmock.asyncapi()["asyncapi"] == "3.0.0"
    assert chatmock.openapi().startswith("openapi: 3.1")
    assert chatmock.version()["seed"] == 7
    assert chatmock.reset(connections="keep") == 0
    assert chatmock.call("GET", "/groups") == {"groups": chatmock.groups()}


def test_events_fixtures_and_the_profile_need_no_files(chat):
    pinned = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
    chat.set_contract("Pinned", pinned)
    with pytest.raises(kit.ChatmockError) as refused:
        chat.set_fixture("Pinned", "default", {"id": 7})
    assert refused.value.code == "contract_violation"
    chat.set_fixture("Pinned", "default", {"id": "7"})
    chat.set_fixture("Pinned", "broken", {"id": 7}, contract="skip")
    chat.remove_fixture("Pinned", "broken")
    assert chat.fixtures("Pinned") == ["default"]
    chat.remove_event("Pinned")
    assert "Pinned" not in [each["event"] for each in chat.events()]

    before = chat.profile.get()
    assert chat.profile.change({"protocol": {"ping_interval_ms": 300}})["protocol"]["ping_interval_ms"] == 300
    assert chat.profile.set(before) == before


def test_tokens_are_signed_and_broken(chat, new_app):
    chat.profile.change({"jwt": {"seeded": True}})
    assert chat.auth.keys()["keys"][0]["kty"] == "EC"
    tess = chat.user("tess")
    new_app(tess.signed_token(claims={"role": "admin"}, expires_in="1m")).connect()
    tess.connected(timeout=PATIENCE)
    with pytest.raises(socketio.exceptions.ConnectionError):
        new_app(tess.signed_token(broken="signature")).connect()


def test_sandbox_is_a_world_of_its_own(chatmock, chat, app):
    app(chat.user("alice"))
    with chatmock.sandbox(seed=3, clock="manual", expires_after="1m") as other:
        assert other.clock.state()["mode"] == "manual"
        assert other.connections() == []
        assert (other.state()["seed"], chatmock.state()["name"]) == (3, "default")
        assert other.name in [each["name"] for each in chatmock.sandboxes()]
        same = chatmock.sandbox_named(other.name, seed=3, clock="manual", expires_after_ms=60_000)
        assert same.token_prefix == other.token_prefix
    with pytest.raises(kit.ChatmockError, match="unknown_sandbox"):
        other.connections()


def test_error_says_what_was_seen(chat, app):
    app(chat.user("nina"))
    with pytest.raises(kit.ChatmockError) as raised:
        chat.user("nora").connected(timeout=0)
    error = raised.value
    assert (error.code, error.status, error.call) == ("timed_out", 408, "POST /connections/wait")
    assert error.nearest[0].startswith("nina ")
    assert "\n  nearest:\n    nina " in str(error) and " connect by nina" in str(error).split("last entries:")[1]


def test_error_names_the_place_and_all_violations(chat):
    with pytest.raises(kit.ChatmockError) as raised:
        chat.everyone.receives("NewMessage", {"id": 5, "content": 7}, min_recipients=0)
    assert [violation["at"] for violation in raised.value.violations] == ["/id", "/content"]
    with pytest.raises(kit.ChatmockError) as raised:
        chat.everyone.receives("NewMessage", repeat=0)
    assert raised.value.pointer == "/repeat"


def test_error_says_that_nothing_answers(chat):
    with pytest.raises(kit.ChatmockError, match="expected a chatmock at http://127.0.0.1:9, got .*refused"):
        kit.Chatmock.connect("http://127.0.0.1:9", timeout="60ms")
    with pytest.raises(kit.ChatmockError, match="not_chatmock"):
        kit.Chatmock.connect(chat.socket_url, timeout=0)
    with pytest.raises(ValueError, match="expected a duration such as .*'5 minutes'"):
        chat.clock.advance("5 minutes")


def test_mock_of_its_own():
    with kit.Chatmock.start(seed=3, clock="manual", clock_start="2020-01-01T00:00:00Z") as own:
        assert own.version()["seed"] == 3
        assert own.clock.state()["now"] == "2020-01-01T00:00:00.000Z"
        assert "ready" in own.log or own.log == ""
    with pytest.raises(kit.ChatmockError, match="unreachable"):
        own.version()
    with pytest.raises(RuntimeError, match="expected the program chatmock, got .*No such file"):
        kit.Chatmock.start(binary="/no/such/program")
    with pytest.raises(RuntimeError, match="ended with 2 before it was ready:\n.*defualt"):
        kit.Chatmock.start(profile="defualt")


def test_asyncio_waits_at_once_and_blocks_nothing(chat, new_app):
    async def story():
        box = aio.Sandbox(chat)
        alice, bob = box.user("alice"), box.user("bob")
        waits = [asyncio.ensure_future(user.connected(timeout=PATIENCE)) for user in (alice, bob)]
        for user in (alice, bob):
            await asyncio.to_thread(new_app(user.token()).connect)
        await asyncio.gather(*waits)
        await alice.receives("NewMessage", {"content": "hi"}, await_="acked", timeout=PATIENCE)
        async with await alice.fault("drop", name="lossy") as lossy:
            assert (await lossy.status())["name"] == "lossy"
        assert [edge.sync.name async for edge in alice.variants("ViewedMessage")]
        async for entry in box.journal.follow("connect", after=0):
            assert entry["kind"] == "connect"
            break
        async with await bob.disconnect("transport_close", keep_out="10m"):
            await bob.gone(timeout=PATIENCE)
        await bob.connected(timeout=PATIENCE)

    asyncio.run(story())


def test_asyncio_has_every_verb():
    names = ["Audience", "Auth", "Chatmock", "Clock", "Edge", "Fault", "Faults", "Group", "Journal", "Profile", "Run"]
    names += ["Sandbox"]
    for name in names:
        verbs = {verb for verb in dir(getattr(kit, name)) if not verb.startswith("_")}
        assert verbs - set(dir(getattr(aio, name))) <= {"sandbox", "control"}, name
    for name in ["Disconnected", "Scenario", "User"]:
        verbs = {verb for verb in dir(getattr(kit, name)) if not verb.startswith("_")}
        assert verbs <= set(dir(getattr(aio, name))), name


def test_kinds_are_those_of_the_contract(chatmock):
    yaml = pytest.importorskip("yaml", reason="Debian's python3-yaml reads the contract")
    schemas = yaml.safe_load(chatmock.openapi())["components"]["schemas"]
    for name in ("DisconnectAs", "EntryKind", "FaultKind"):
        kinds = getattr(__import__("chatmock.values", fromlist=[name]), name)
        assert list(kinds.__args__) == schemas[name]["enum"], name
