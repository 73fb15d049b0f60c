#!/usr/bin/python3
"""A launcher of the Launcher Plugin API, written by hand for tests from the API's description.

hand-written-launcher.py SCENARIO USER RUNNER -- PLUGIN ARGUMENT...

Starts the plugin, goes through the scenario, and ends with status 0 and the word "passed" where all was as it must be. What
was not is told on standard error. RUNNER is whom USER's jobs run as: "owner" for USER.
"""
import json
import signal
import struct
import subprocess
import sys
import threading
import time

PATIENCE = 60


class Plugin:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=sys.stderr)
        self.inbox = []
        self.condition = threading.Condition()
        self.over = False
        self.garbage = None
        self.number = 0
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        stream = self.process.stdout
        while True:
            head = stream.read(4)
            if len(head) < 4:
                break
            (length,) = struct.unpack(">I", head)
            if length == 0 or length > 5242880:
                self.garbage = head
                break
            message = json.loads(stream.read(length).decode())
            with self.condition:
                self.inbox.append(message)
                self.condition.notify_all()
        with self.condition:
            self.over = True
            self.condition.notify_all()

    def raw(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message):
        data = message if isinstance(message, bytes) else json.dumps(message).encode()
        self.raw(struct.pack(">I", len(data)) + data)

    def request(self, kind, user="*", **members):
        self.number += 1
        self.send({"messageType": kind, "requestId": self.number, "username": user, "requestUsername": user, **members})
        return self.number

    def wait(self, fits, what, patience=PATIENCE, taken=True):
        deadline = time.monotonic() + patience
        with self.condition:
            while True:
                for index, message in enumerate(self.inbox):
                    if fits(message):
                        return self.inbox.pop(index) if taken else message
                left = deadline - time.monotonic()
                if self.over or left <= 0:
                    raise AssertionError("%s never came; %s; waiting are %s" % (
                        what, "the plugin has ended" if self.over else "time is over", self.inbox[-5:]))
                self.condition.wait(left)

    def answer(self, number, kind=None):
        message = self.wait(lambda each: each["messageType"] not in (0, 203) and each["requestId"] == number and
                            each["messageType"] not in (3, 6), "the answer to %d" % number)
        if kind is not None:
            equal(message["messageType"], kind, message)
        return message

    def ask(self, kind, answer, user="*", **members):
        return self.answer(self.request(kind, user, **members), answer)

    def refused(self, code, kind, user="*", **members):
        message = self.ask(kind, -1, user, **members)
        equal(message["errorCode"], code, message)
        equal(message["responseId"], 0, message)
        equal(type(message["errorMessage"]), str, message)
        return message["errorMessage"]

    def streamed(self, number, kind, what, fits=lambda message: True):
        return self.wait(lambda each: each["messageType"] == kind and fits(each) and number in
                         [one["requestId"] for one in each.get("sequences", [{"requestId": each["requestId"]}])], what)

    def bootstrap(self, minor=7):
        self.send({"messageType": 1, "requestId": 0, "version": {"major": 3, "minor": minor, "patch": 0}})
        message = self.wait(lambda each: each["messageType"] in (1, -1), "the answer to bootstrap")
        equal(message, {"messageType": 1, "requestId": 0, "responseId": 0, "version": {"major": 3, "minor": 7, "patch": 0}},
              message)

    def submit(self, user, **job):
        jobs = self.ask(2, 2, user, job={"name": "job", "user": user, **job})["jobs"]
        equal(len(jobs), 1, jobs)
        return jobs[0]

    def job(self, user, ident, **members):
        jobs = self.ask(3, 2, user, jobId=ident, encodedJobId="", **members)["jobs"]
        equal(len(jobs), 1, jobs)
        return jobs[0]

    def until(self, user, ident, *statuses):
        deadline = time.monotonic() + PATIENCE
        while True:
            job = self.job(user, ident)
            if job["status"] in statuses:
                return job
            if time.monotonic() > deadline or job["status"] in ("Finished", "Killed", "Failed", "Canceled"):
                raise AssertionError("expected %s, found %s" % (statuses, job))
            time.sleep(0.05)

    def output(self, user, ident, kind):
        number = self.request(6, user, jobId=ident, encodedJobId="", outputType=kind, cancel=False)
        text, sequence = "", 0
        while True:
            message = self.wait(lambda each: each["messageType"] in (5, -1) and each["requestId"] == number, "output")
            equal(message["messageType"], 5, message)
            sequence += 1
            equal(message["seqId"], sequence, message)
            if message["complete"]:
                return text
            equal(type(message["complete"]), bool, message)
            text += message["output"]

    def end(self, expected=0):
        self.process.stdin.close()
        equal(self.process.wait(PATIENCE), expected, "exit code")


def equal(found, expected, where):
    if found != expected or type(found) is not type(expected):
        raise AssertionError("expected %r, found %r in %r" % (expected, found, where))


def true(condition, where):
    if not condition:
        raise AssertionError("not so: %r" % (where,))


def whose(plugin, user, runs_as):
    who = plugin.submit(user, name="who", command="id -un")
    plugin.until(user, who["id"], "Finished")
    expected = user if runs_as == "owner" else runs_as
    equal(plugin.output(user, who["id"], "stdout"), expected + "\n", "whose job it is")


def everything(plugin, user, runs_as):
    """All requests and streams, in the forms of 3.7."""
    plugin.bootstrap()
    info = plugin.ask(9, 8, user)
    for member, kind in (("supportsContainers", bool), ("supportsInitContainers", bool), ("containersUseHostNetwork", bool),
                         ("allowUnknownImages", bool), ("config", list), ("placementConstraints", list),
                         ("resourceLimits", list), ("resourceProfiles", list)):
        equal(type(info[member]), kind, info)
    for limit in info["resourceLimits"]:
        true(limit["type"], info)
        true(all(type(value) is str for value in limit.values()), info)
    plugin.ask(9, 8, "*")

    everybody = plugin.request(4, "*", jobId="*", encodedJobId="", cancel=False)
    metadata = {"ticket": 17, "deep": [{"a": None}, 1.5]}
    job = plugin.submit(user, name="sum", command="echo out; echo err >&2; exit 3", tags=["demo", "two words"],
                        metadata=metadata, instanceId="instance-1", stdin="", exe="", args=[], cluster="theirs", status="",
                        environment=[{"name": "A", "value": "1"}], somethingNew={"x": 1})
    for member, value in (("name", "sum"), ("user", user), ("tags", ["demo", "two words"]), ("metadata", metadata),
                          ("instanceId", "instance-1"), ("resourceProfile", "custom"), ("cluster", "theirs")):
        equal(job[member], value, job)
    true(job["id"] and job["submissionTime"].endswith("Z") and ("exitCode" in job) == (job["status"] == "Finished"), job)
    ident = job["id"]
    ended = plugin.until(user, ident, "Finished")
    equal(ended["exitCode"], 3, ended)
    true(ended["lastUpdateTime"].endswith("Z") and ended["host"], ended)
    equal(plugin.job("*", ident)["id"], ident, "all users")
    # The present state of each job, then each change, numbered from 1; nothing marks an end.
    for number in range(1, 100):
        told = plugin.streamed(everybody, 3, "a status")
        equal(told["requestId"], 0, told)
        equal(told["sequences"], [{"requestId": everybody, "seqId": number}], told)
        equal(told["name"], "sum", told)
        true(told.get("statusMessage", "some") and told.get("statusCode", "some"), told)
        if told["status"] == "Finished":
            break
    one = plugin.request(4, user, jobId=ident, encodedJobId="", cancel=False)
    equal(plugin.streamed(one, 3, "the status of an ended job")["status"], "Finished", "one")

    equal(plugin.output(user, ident, "stdout"), "out\n", "stdout")
    equal(plugin.output(user, ident, 1), "err\n", "stderr")
    equal(sorted(plugin.output(user, ident, "mixed").split()), ["err", "out"], "mixed")

    # Filters and fields.
    other = plugin.submit(user, name="other", exe="/bin/cat", args=[], stdin="caf\u00e9 \U0001f600\n", tags=["demo"])
    plugin.until(user, other["id"], "Finished")
    equal(plugin.output(user, other["id"], 2), "caf\u00e9 \U0001f600\n", "both, by number")
    both = plugin.ask(3, 2, user, jobId="*", tags=["demo"])["jobs"]
    equal([each["id"] for each in both], sorted([ident, other["id"]]), both)
    equal([each["id"] for each in plugin.ask(3, 2, user, jobId="*", tags=["demo", "two words"])["jobs"]], [ident], "tags")
    equal(plugin.ask(3, 2, user, jobId="*", tags=["none"])["jobs"], [], "no such tag")
    equal(len(plugin.ask(3, 2, user, jobId="*", statuses=[" finished", "Running"])["jobs"]), 2, "statuses")
    equal(plugin.ask(3, 2, user, jobId="*", statuses=["Pending"])["jobs"], [], "statuses")
    true("sometimes" in plugin.refused(2, 3, user, jobId="*", statuses=["sometimes"]), "status")
    begin = job["submissionTime"]
    equal(len(plugin.ask(3, 2, user, jobId="*", startTime=begin)["jobs"]), 2, "from, with a zone")
    equal([each["id"] for each in plugin.ask(3, 2, user, jobId="*", endTime=begin[:-1])["jobs"]], [ident], "until, without")
    plugin.refused(2, 3, user, jobId="*", startTime="yesterday")
    few = plugin.job(user, ident, fields=["name", "exitCode", "env", "nonsense"])
    equal(sorted(few), ["environment", "exitCode", "id", "name"], few)
    equal(sorted(plugin.ask(3, 2, user, jobId=ident, fields=["id", "instanceId"], tags=["none"])["jobs"][0]),
          ["id", "instanceId"], "the id counts, no filter")

    # Control, network, use.
    long = plugin.submit(user, name="long", command="i=0; while :; do echo tick $i; i=$((i+1)); sleep 0.2; done")
    plugin.until(user, long["id"], "Running")
    net = plugin.ask(8, 7, user, jobId=long["id"], encodedJobId="")
    true(net["host"] and all(type(each) is str for each in net["ipAddresses"]), net)
    use = plugin.request(7, user, jobId=long["id"], encodedJobId="", cancel=False)
    sample = plugin.streamed(use, 6, "a sample")
    equal(sample["sequences"], [{"requestId": use, "seqId": 1}], sample)
    equal(sample["complete"], False, sample)
    for member in ("cpuPercent", "cpuTime", "virtualMemory", "residentMemory"):
        true(member not in sample or type(sample[member]) is float, sample)
    out = plugin.request(6, user, jobId=long["id"], encodedJobId="", outputType="stdout", cancel=False)
    first = plugin.streamed(out, 5, "output while it runs")
    equal((first["seqId"], first["outputType"], first["complete"]), (1, "stdout", False), first)
    true(first["output"].startswith("tick 0\n"), first)
    cancelled = plugin.request(6, user, jobId=long["id"], encodedJobId="", outputType="stderr", cancel=False)
    plugin.send({"messageType": 6, "requestId": cancelled, "username": user, "jobId": long["id"], "cancel": True})
    plugin.refused(8, 5, user, jobId=long["id"], operation=1)
    done = plugin.ask(5, 4, user, jobId=long["id"], encodedJobId="", operation=0)
    equal((type(done["statusMessage"]), type(done["operationComplete"])), (str, bool), done)
    plugin.until(user, long["id"], "Suspended")
    plugin.ask(5, 4, user, jobId=long["id"], encodedJobId="", operation=1)
    plugin.until(user, long["id"], "Running")
    plugin.ask(5, 4, user, jobId=long["id"], encodedJobId="", operation=2)
    stopped = plugin.until(user, long["id"], "Finished")
    equal(stopped["exitCode"], 143, stopped)
    true(long["id"] in [each["id"] for each in plugin.ask(3, 2, user, jobId="*", statuses=["Finished"])["jobs"]], "stopped")
    equal(plugin.ask(3, 2, user, jobId="*", statuses=["Killed"])["jobs"], [], "nothing was killed yet")
    last = plugin.streamed(out, 5, "the end of output", lambda message: message["complete"])
    equal(last["output"], "", last)
    last = plugin.streamed(use, 6, "the end of samples", lambda message: message["complete"])
    true("cpuTime" not in last, last)
    killed = plugin.submit(user, name="killed", exe="/bin/sleep", args=["600"])
    plugin.until(user, killed["id"], "Running")
    plugin.ask(5, 4, user, jobId=killed["id"], encodedJobId="", operation=3)
    equal(plugin.until(user, killed["id"], "Killed")["exitCode"], 137, "killed")
    plugin.refused(8, 5, user, jobId=killed["id"], operation=3)
    plugin.refused(6, 7, user, jobId=killed["id"], cancel=False)
    whose(plugin, user, runs_as)

    # Cancelled streams are silent; an answer that comes later shows that they had their time.
    plugin.send({"messageType": 4, "requestId": everybody, "username": "*", "jobId": "*", "cancel": True})
    plugin.ask(9, 8, user)
    with plugin.condition:
        plugin.inbox = [each for each in plugin.inbox if each["messageType"] not in (3, 6)]
    quiet = plugin.submit(user, name="quiet", command="exit 0")
    plugin.until(user, quiet["id"], "Finished")
    true(not [each for each in plugin.inbox if each["messageType"] == 3], plugin.inbox)
    true(not [each for each in plugin.inbox if each["requestId"] == cancelled], plugin.inbox)

    # The rest.
    nodes = [{"host": "a", "ipv4": "10.0.0.1", "port": "5559", "lastSeen": "2030-01-02T03:04:05Z", "status": "Online"}]
    equal(sorted(plugin.ask(201, 201, "*", nodes=nodes)), ["messageType", "requestId", "responseId"], "nodes")
    reloaded = plugin.ask(202, 202, "*")
    equal((reloaded["errorType"], reloaded["errorMessage"]), (0, ""), reloaded)
    metrics = plugin.wait(lambda each: each["messageType"] == 203, "metrics")
    equal((metrics["requestId"], metrics["responseId"]), (0, 0), metrics)
    true(type(metrics["uptimeSeconds"]) is int and metrics["memoryUsageBytes"] > 0, metrics)
    equal(len(metrics["clusterInteractionLatencySample"]["buckets"]), 10, metrics)
    plugin.wait(lambda each: each == {"messageType": 0, "requestId": 0, "responseId": 0}, "a heartbeat that nobody asked for")
    plugin.end()


def refusals(plugin, user, runs_as):
    """Whatever is wrong with a request is answered, and the next one is too."""
    true("Bootstrap" in plugin.refused(2, 9, user), "before bootstrap")
    plugin.send({"messageType": 0, "requestId": 7})
    plugin.wait(lambda each: each == {"messageType": 0, "requestId": 0, "responseId": 0}, "the echo of a heartbeat")
    plugin.send({"messageType": 1, "requestId": 0, "version": {"major": 2, "minor": 0, "patch": 0}})
    wrong = plugin.wait(lambda each: each["messageType"] == -1, "version refused")
    equal(wrong["errorCode"], 10, wrong)
    equal(wrong["errorMessage"], "The plugin supports API version 3.X.XXXX. The Launcher's API version is 2.0.0", wrong)
    plugin.bootstrap()
    bogus = "0123456789abcdefghjkmnpqrs"
    for ident in ("bogus", bogus, "../../etc/passwd", "x" * 10000):
        for kind, members in ((3, {}), (4, {"cancel": False}), (5, {"operation": 2}), (6, {"cancel": False}),
                              (7, {"cancel": False}), (8, {})):
            plugin.refused(3, kind, user, jobId=ident, **members)
    true("could not be found for user " + user in plugin.refused(3, 3, user, jobId=bogus), "not found")
    equal(plugin.refused(2, 5, user, jobId="*", operation=2),
          "Cannot control all jobs simultaneously. Please specify a single Job ID.", "control all")
    equal(plugin.refused(2, 5, user, jobId="z", operation=9), "Unknown control job operation (9) for job z", "operation")
    plugin.refused(2, 8, user, jobId="*")
    plugin.refused(2, 7, user, jobId="*")
    plugin.refused(2, 6, user, jobId=bogus, outputType="sideways")
    plugin.refused(2, 6, user, jobId=bogus, outputType=[1])
    plugin.refused(2, 3, "no-such-user", jobId="*")
    plugin.refused(2, 3, user)
    plugin.refused(2, 3, user, jobId=5)
    plugin.refused(2, 3, user, jobId="*", tags="demo")
    plugin.refused(2, 2, user)
    plugin.refused(2, 2, user, job="a job")
    plugin.refused(2, 2, user, job={"command": "true"})
    plugin.refused(2, 2, user, job={"name": "nothing to run"})
    plugin.refused(2, 2, user, job={"name": "both", "command": "true", "exe": "/bin/true"})
    plugin.refused(2, 2, user, job={"name": "wrong", "command": ["true"]})
    plugin.refused(2, 2, user, job={"name": "init", "command": "true", "initContainers": [{"name": "a", "image": "b"}]})
    equal(plugin.refused(2, 2, "*", job={"name": "nobody's", "command": "true"}), "User must not be empty.", "no owner")
    plugin.refused(2, 2, "*", job={"name": "everybody's", "user": "*", "command": "true"})
    for kind in (17, 10, -1, 200, 9999999999):
        plugin.refused(1, kind)
    plugin.refused(2, 201, "*", nodes=[{"host": "a", "port": "many"}])
    # Malformed, but in frames.
    for data in (b"", b"{", b"[]", b"null", b"{}", b"\xff\xfe", b'{"messageType":9}', b'{"messageType":"9","requestId":0}',
                 b'{"messageType":9,"requestId":-1}', b'{"messageType":9,"requestId":18446744073709551616}',
                 b'{"a":' * 10000, b'{"messageType":9,"requestId":1.5}'):
        plugin.send(data)
        error = plugin.wait(lambda each: each["messageType"] == -1, "the refusal of %r" % data[:40])
        equal((error["errorCode"], error["requestId"], error["responseId"]), (2, 0, 0), error)
    plugin.send(b'{"messageType":9,"requestId":18446744073709551615,"username":"*","unknown":{"a":[1]}}')
    equal(plugin.wait(lambda each: each["messageType"] == 8, "cluster info")["requestId"], 18446744073709551615, "64 bits")
    # A frame in pieces, and two in one.
    data = json.dumps({"messageType": 9, "requestId": 70, "username": "*"}).encode()
    frame = struct.pack(">I", len(data)) + data
    for each in (frame[:2], frame[2:7], frame[7:]):
        plugin.raw(each)
        time.sleep(0.05)
    plugin.answer(70, 8)
    data = json.dumps({"messageType": 9, "requestId": 71, "username": "*"}).encode()
    plugin.raw((struct.pack(">I", len(data)) + data) + struct.pack(">I", len(data)) + data.replace(b"71", b"72"))
    plugin.answer(71, 8)
    plugin.answer(72, 8)
    # Two streams with one id; cancelling what is not there.
    stream = plugin.request(4, "*", jobId="*", cancel=False)
    plugin.send({"messageType": 4, "requestId": stream, "username": "*", "jobId": "*", "cancel": False})
    equal(plugin.answer(stream)["errorCode"], 2, "twice")
    plugin.send({"messageType": 6, "requestId": 4711, "username": "*", "jobId": bogus, "cancel": True})
    plugin.ask(9, 8, user)
    numbers = [each["responseId"] for each in plugin.inbox if each["messageType"] not in (-1, 0, 203)]
    equal(len(numbers), len(set(numbers)), numbers)
    plugin.end()


def old(plugin, user, runs_as):
    """A hasty launcher that speaks 3.0: flat mounts, both outputs unless it says so, no metrics."""
    # What is sent behind the bootstrap waits for its answer.
    plugin.send({"messageType": 1, "requestId": 0, "version": {"major": 3, "minor": 0, "patch": 0}})
    first = plugin.request(9, user)
    plugin.wait(lambda each: each["messageType"] == 1, "the answer to bootstrap")
    plugin.answer(first, 8)
    job = plugin.submit(user, name="old", command="echo out; echo err >&2")
    plugin.until(user, job["id"], "Finished")
    number = plugin.request(6, user, jobId=job["id"], cancel=False)
    text = ""
    while True:
        message = plugin.wait(lambda each: each["messageType"] == 5 and each["requestId"] == number, "output")
        if message["complete"]:
            break
        text += message["output"]
    equal(sorted(text.split()), ["err", "out"], text)
    true(not [each for each in plugin.inbox if each["messageType"] == 203], plugin.inbox)
    whose(plugin, user, runs_as)
    # Requests with the end behind them: they are answered all the same.
    numbers = [plugin.request(9, user) for each in range(20)]
    plugin.process.stdin.close()
    for number in numbers:
        plugin.answer(number, 8)
    equal(plugin.process.wait(PATIENCE), 0, "exit code")


def restart(plugin, user, runs_as):
    """The first of two lives: leaves a job behind and is killed with all that it has started."""
    plugin.bootstrap()
    job = plugin.submit(user, name="survivor", command="sleep 3; echo here; exit 5", tags=["survivor"])
    plugin.until(user, job["id"], "Running")
    plugin.process.kill()
    equal(plugin.process.wait(PATIENCE), -9, "killed")
    plugin.process.stdin.close()


def restarted(plugin, user, runs_as):
    """The second: finds it."""
    plugin.bootstrap()
    jobs = plugin.ask(3, 2, user, jobId="*", tags=["survivor"])["jobs"]
    equal(len(jobs), 1, jobs)
    ended = plugin.until(user, jobs[0]["id"], "Finished")
    equal(ended["exitCode"], 5, ended)
    equal(plugin.output(user, ended["id"], "stdout"), "here\n", "output of before")
    plugin.process.send_signal(signal.SIGTERM)
    equal(plugin.process.wait(PATIENCE), 0, "told to end")


def deaf(plugin, user, runs_as):
    """A launcher that does not read: nothing grows without bound, and all comes when it reads again."""
    plugin.bootstrap()
    job = plugin.submit(user, name="loud", command="head -c 3000000 /dev/zero | tr '\\0' 'x'")
    plugin.until(user, job["id"], "Finished")
    with plugin.condition:
        # The reading thread can't put anything away meanwhile, so that the pipe fills up.
        numbers = [plugin.request(6, user, jobId=job["id"], outputType="stdout", cancel=False) for each in range(5)]
        time.sleep(1.5)
    for number in numbers:
        length = 0
        while True:
            message = plugin.wait(lambda each: each["messageType"] == 5 and each["requestId"] == number, "output")
            if message["complete"]:
                break
            length += len(message["output"])
        equal(length, 3000000, number)
    plugin.end()


def lines(data):
    """What is no frame at all ends the plugin, which says why."""
    def scenario(plugin, user, runs_as):
        plugin.bootstrap()
        plugin.raw(data)
        error = plugin.wait(lambda each: each["messageType"] == -1, "why it ends")
        equal((error["errorCode"], error["requestId"]), (2, 0), error)
        equal(plugin.process.wait(PATIENCE), 76, "exit code")
    return scenario


def cut(plugin, user, runs_as):
    plugin.bootstrap()
    plugin.raw(struct.pack(">I", 100) + b'{"messageType"')
    plugin.process.stdin.close()
    equal(plugin.process.wait(PATIENCE), 76, "exit code")


SCENARIOS = {"everything": everything, "refusals": refusals, "old": old, "restart": restart, "restarted": restarted, "deaf": deaf,
             "text": lines(b"GET / HTTP/1.1\r\n\r\n"), "oversized": lines(struct.pack(">I", 5242881)), "cut": cut}

if __name__ == "__main__":
    scenario, user, runs_as = sys.argv[1:4]
    tested = Plugin(sys.argv[sys.argv.index("--") + 1:])
    try:
        SCENARIOS[scenario](tested, user, runs_as)
        if tested.garbage is not None:
            raise AssertionError("no frame: %r" % tested.garbage)
        print("passed")
    finally:
        if tested.process.poll() is None:
            tested.process.terminate()
            tested.process.wait(PATIENCE)
