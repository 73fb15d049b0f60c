#!/usr/bin/python3
"""A plugin of the Launcher Plugin API, written by hand for tests: its jobs are real processes.

--dialect=3.0  behaves like plugins of the C++ kit: heartbeats of its own, no answer to control
               requests, no end of a stream that began while the job ran, numbers for kinds of output
--dialect=3.7  behaves like those of the Go kit: heartbeats are echoes, strings for kinds of output
--fault=WORD   garbage, huge, cut, silent, mute-bootstrap, version, exit-on-submit, refuse-bootstrap,
               die-once, leaky
Jobs outlive it: what there is to know of one stands in the folder of --scratch-path.
"""
import json
import os
import signal
import struct
import subprocess
import sys
import threading
import time
import uuid

options = {}
for argument in sys.argv[1:]:
    name, _, value = argument.partition("=")
    options[name] = value
known = {"--plugin-name", "--scratch-path", "--server-user", "--logging-dir", "--enable-debug-logging",
         "--heartbeat-interval-seconds", "--job-expiry-hours", "--thread-pool-size", "--unprivileged",
         "--dialect", "--fault", "--know-nothing"}
if "--know-nothing" in options:
    known = {"--dialect", "--fault", "--know-nothing"}
unknown = [name for name in options if name not in known]
if unknown:
    print("unknown option", unknown[0], file=sys.stderr)
    sys.exit(2)
cxx = options.get("--dialect", "3.7") == "3.0"
fault = options.get("--fault", "")
folder = os.path.join(options.get("--scratch-path", "/tmp"), "peer")
os.makedirs(folder, exist_ok=True)
lock = threading.RLock()
jobs = {}
watchers = {}
canceled = set()
response = 0


def send(message):
    data = json.dumps(message).encode()
    with lock:
        sys.stdout.buffer.write(struct.pack(">I", len(data)) + data)
        sys.stdout.buffer.flush()


def answer(kind, request, **members):
    global response
    with lock:
        send({"messageType": kind, "requestId": request, "responseId": response, **members})
        response += 1


def error(request, code, text):
    send({"messageType": -1, "requestId": request, "responseId": 0, "errorCode": code, "errorMessage": text})


def path(job, what):
    return os.path.join(folder, job["id"] + "." + what)


def save(job):
    with open(path(job, "new"), "w") as file:
        json.dump(job, file)
    os.rename(path(job, "new"), path(job, "json"))


def shown(job):
    return {name: value for name, value in job.items() if not name.startswith("_")}


def tell(job):
    with lock:
        for number, watcher in watchers.items():
            if watcher["user"] in ("*", job["user"]) and watcher["job"] in ("*", job["id"]):
                watcher["seq"] += 1
                answer(3, 0, sequences=[{"requestId": number, "seqId": watcher["seq"]}], id=job["id"],
                       name=job["name"], status=job["status"],
                       **({"statusMessage": job["statusMessage"]} if job.get("statusMessage") else {}))


def change(job, status, **members):
    with lock:
        if job["status"] in ("Finished", "Killed", "Failed", "Canceled"):
            return
        job["status"] = status
        job.update(members)
        job["lastUpdateTime"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        save(job)
        tell(job)



def start(job):
    command = ["/bin/sh", "-c", job["command"] + ' "$@"' if job.get("args") else job["command"], "job"] \
        if job.get("command") else [job["exe"]]
    command += job.get("args", [])
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/"}
    environment.update({one["name"]: one["value"] for one in job.get("environment", [])})
    out, err = job["stdoutFile"], job["stderrFile"]
    try:
        stdin = subprocess.DEVNULL
        if job.get("stdin"):
            with open(path(job, "stdin"), "w") as file:
                file.write(job["stdin"])
            stdin = open(path(job, "stdin"))
        stdout = open(out, "wb")
        stderr = stdout if out == err else open(err, "wb")
        process = subprocess.Popen(
            [sys.executable, "-c", KEEPER, path(job, "result"), *command], stdin=stdin, stdout=stdout,
            stderr=stderr, cwd=job.get("workingDirectory") or "/", env=environment, start_new_session=True)
    except OSError as failure:
        change(job, "Failed", statusMessage=str(failure), statusCode="WorkingDirectory")
        return
    job["_keeper"] = process.pid
    threading.Thread(target=process.wait, daemon=True).start()
    save(job)
    threading.Thread(target=follow, args=(job,), daemon=True).start()


KEEPER = """
import os, signal, subprocess, sys
result, command = sys.argv[1], sys.argv[2:]
def write(text):
    with open(result + ".new", "w") as file: file.write(text)
    os.rename(result + ".new", result)
try:
    child = subprocess.Popen(command, start_new_session=True)
except OSError as failure:
    write("failed %s" % failure)
    sys.exit()
with open(result + ".pid.new", "w") as file: file.write(str(child.pid))
os.rename(result + ".pid.new", result + ".pid")
for number in (1, 2, 15): signal.signal(number, signal.SIG_IGN)
code = child.wait()
write("killed %d" % (128 - code) if code < 0 else "ended %d" % code)
"""


def follow(job):
    result = path(job, "result")
    running = job["status"] != "Pending"
    while True:
        ended = os.path.exists(result)
        if not running and os.path.exists(result + ".pid"):
            running = True
            change(job, "Running", pid=int(open(result + ".pid").read()), host=os.uname().nodename)
        if ended:
            break
        time.sleep(0.02)
    word, _, rest = open(result).read().partition(" ")
    if word == "failed":
        change(job, "Failed", statusMessage=rest, statusCode="CommandNotFound")
    elif word == "killed":
        change(job, "Killed", exitCode=int(rest))
    else:
        change(job, "Finished", exitCode=int(rest))


def descendants(pid):
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                stat = open("/proc/%s/stat" % entry).read()
                parents[int(entry)] = int(stat[stat.rindex(")") + 2:].split()[1])
            except (OSError, ValueError):
                pass
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def kill(job, number):
    for pid in descendants(job["pid"]):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            pass


def find(request):
    job = jobs.get(request.get("jobId"))
    if job is None or request["username"] not in ("*", job["user"]):
        error(request["requestId"], 3, "Job %s could not be found for user %s"
              % (request.get("jobId"), request["username"]))
        return None
    return job


def submit(request):
    if fault == "exit-on-submit" and request["job"]["name"] == "deadly":
        os._exit(0)
    job = dict(request["job"], id=uuid.uuid4().hex[:12] + "+=", status="Pending",
               submissionTime=time.strftime("%Y-%m-%dT%H:%M:%S.000006Z", time.gmtime()))
    job.setdefault("stdoutFile", path(job, "stdout"))
    job.setdefault("stderrFile", path(job, "stderr"))
    if not (job.get("command") or job.get("exe")):
        os._exit(0) if cxx else error(request["requestId"], 2, "no command")
        return
    with lock:
        jobs[job["id"]] = job
        save(job)
        tell(job)
        answer(2, request["requestId"], jobs=[shown(job)])
    if job["name"] != "pending":
        start(job)


def get(request):
    if request["jobId"] != "*":
        job = find(request)
        if job:
            answer(2, request["requestId"], jobs=[shown(job)])
        return
    found = []
    for job in list(jobs.values()):
        if request["username"] in ("*", job["user"]) and \
                all(tag in job.get("tags", []) for tag in request.get("tags", [])):
            fields = request.get("fields")
            found.append({name: value for name, value in shown(job).items()
                          if not fields or name in fields or name == "id"})
    answer(2, request["requestId"], jobs=found)


def control(request):
    number, operation = request["requestId"], request["operation"]
    job = find(request)
    if job is None:
        return
    wanted = {0: "Running", 1: "Suspended", 2: "Running", 3: "Running", 4: "Pending"}[operation]
    with lock:
        if job["status"] != wanted:
            error(number, 8, "Job must be %s" % wanted.lower())
            return
        if operation == 0:
            kill(job, signal.SIGSTOP)
            change(job, "Suspended")
        elif operation == 1:
            kill(job, signal.SIGCONT)
            change(job, "Running")
        elif operation == 2:
            kill(job, signal.SIGTERM)
        elif operation == 3:
            kill(job, signal.SIGKILL)
        else:
            change(job, "Canceled")
        if not cxx:
            answer(4, number, statusMessage="", operationComplete=operation != 2)


def ended(job):
    return job["status"] in ("Finished", "Killed", "Failed", "Canceled")


def output(request):
    number, kind = request["requestId"], request["outputType"]
    if isinstance(kind, int) != cxx:
        print("wrong type of outputType", file=sys.stderr)
        os._exit(1)
    job = find(request)
    if job is None:
        return
    late = ended(job)
    files = {0: ["stdout"], 1: ["stderr"], 2: ["stdout", "stderr"], "stdout": ["stdout"], "stderr": ["stderr"],
             "mixed": ["stdout", "stderr"]}[kind]
    while job["status"] == "Pending" and number not in canceled:
        time.sleep(0.02)
    names = list(dict.fromkeys(job.get(name + "File", "") for name in files))
    try:
        opened = [open(name, encoding="utf-8", errors="replace", newline="") for name in names if name]
    except OSError as failure:
        error(number, 7, str(failure))
        return
    sequence = 0
    while number not in canceled:
        over = ended(job)
        for file in opened:
            for chunk in iter(lambda: file.read(50000), ""):
                sequence += 1
                answer(5, number, seqId=sequence, output=chunk, outputType=str(kind), complete=False)
        if over:
            if late or not cxx:
                answer(5, number, seqId=sequence + 1, complete=True)
            return
        time.sleep(0.02)


def use(request):
    job = find(request)
    if job is None:
        return
    number, sequence = request["requestId"], 0
    if job["status"] != "Running":
        error(number, 6, "Job %s is not running." % job["id"])
        return
    while number not in canceled and not ended(job):
        sequence += 1
        try:
            ticks = size = 0
            for pid in descendants(job["pid"]):
                stat = open("/proc/%d/stat" % pid).read()
                words = stat[stat.rindex(")") + 2:].split()
                ticks += int(words[11]) + int(words[12])
                size += int(words[21]) * 4096
            answer(6, 0, sequences=[{"requestId": number, "seqId": sequence}], cpuPercent=1.5, cpuTime=ticks / 100,
                   residentMemory=size / 1e6, virtualMemory=size / 1e6, complete=False)
        except OSError:
            pass
        time.sleep(0.1)
    answer(6, 0, sequences=[{"requestId": number, "seqId": sequence + 1}], complete=True)


def status(request):
    number = request["requestId"]
    if request.get("cancel"):
        watchers.pop(number, None)
        return
    with lock:
        if request["jobId"] != "*" and find(request) is None:
            return
        watchers[number] = {"user": request["username"], "job": request["jobId"], "seq": 0}
        for job in list(jobs.values()):
            watchers[number]["seq"] += 1
            answer(3, 0, sequences=[{"requestId": number, "seqId": watchers[number]["seq"]}], id=job["id"],
                   name=job["name"], status=job["status"])


def handle(request):
    kind, number = request["messageType"], request["requestId"]
    if kind == 2:
        submit(request)
    elif kind == 3:
        get(request)
    elif kind == 4:
        status(request)
    elif kind == 5:
        control(request)
    elif kind in (6, 7):
        if request["cancel"]:
            canceled.add(number)
        else:
            output(request) if kind == 6 else use(request)
    elif kind == 8:
        if find(request):
            answer(7, number, host=os.uname().nodename, ipAddresses=["192.0.2.1"])
    elif kind == 9:
        answer(8, number, supportsContainers=False, config=[], placementConstraints=[{"name": "zone", "value": "a"}],
               resourceLimits=[{"type": "memory", "defaultValue": "100", "maxValue": "1000"}], queues=["short", "long"],
               defaultQueue="short")
    elif cxx:
        os._exit(0)
    elif kind == 202:
        wrong = os.path.exists(folder + "/wrong-configuration")
        answer(202, number, errorType=2 if wrong else 0, errorMessage="line 7 is wrong" if wrong else "")
    elif kind == 201:
        answer(201, number)
    else:
        os._exit(1)


def load():
    for name in os.listdir(folder):
        if name.endswith(".json"):
            job = json.load(open(os.path.join(folder, name)))
            jobs[job["id"]] = job
            if not ended(job) and "_keeper" in job:
                threading.Thread(target=follow, args=(job,), daemon=True).start()


def beat():
    while True:
        send({"messageType": 0, "requestId": 0, "responseId": 0})
        time.sleep(1)


def main():
    source = sys.stdin.buffer
    if fault == "die-once" and not os.path.exists(folder + "/died"):
        open(folder + "/died", "w").close()
        print("the first time is always hard", file=sys.stderr)
        sys.exit(3)
    if fault == "garbage":
        print("Hello, I am no plugin at all")
        sys.stdout.flush()
    elif fault == "huge":
        sys.stdout.buffer.write(struct.pack(">I", 2 ** 31 + 5))
        sys.stdout.buffer.flush()
    elif fault == "cut":
        sys.stdout.buffer.write(struct.pack(">I", 100) + b"{")
        sys.stdout.buffer.flush()
        sys.exit(0)
    elif fault == "leaky":
        subprocess.Popen(["sleep", "30"], stdin=subprocess.DEVNULL)
    if cxx:
        threading.Thread(target=beat, daemon=True).start()
    while True:
        header = source.read(4)
        if len(header) < 4:
            sys.exit(0)
        request = json.loads(source.read(struct.unpack(">I", header)[0]))
        kind = request["messageType"]
        if kind == 0:
            if not cxx and fault != "silent":
                send({"messageType": 0, "requestId": 0, "responseId": 0})
        elif kind == 1:
            if fault == "mute-bootstrap":
                continue
            if fault == "refuse-bootstrap":
                error(0, 0, "the scheduler is not there")
                continue
            load()
            minor = 0 if cxx else 7
            major = 2 if fault == "version" else 3
            if major == 2:
                error(0, 10, "The plugin supports API version 2.X.XXXX. The Launcher's API version is 3.7.0")
            else:
                answer(1, 0, version={"major": 3, "minor": minor, "patch": 0})
        elif fault == "silent" and kind != 9:
            continue
        else:
            threading.Thread(target=handle, args=(request,), daemon=True).start()


main()
