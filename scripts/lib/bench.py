"""Times optout-audit and its peers on the same simulator in one run. Run by scripts/bench."""

import argparse
import datetime
import json
import os
import pathlib
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent.parent
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": os.environ.get("HOME", "/"),
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "example",
    "AWS_DEFAULT_REGION": "us-east-1",
}


def measure(command, allowed=(0,)):
    """Wall seconds, peak memory in MB and standard output of one run."""
    seconds, memory, output, _ = measure_with_cpu(command, allowed)
    return seconds, memory, output


def measure_with_cpu(command, allowed=(0,)):
    """The same, and the processor seconds that the run took."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.PIPE, env=ENVIRONMENT)
        errors = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in allowed:
            sys.exit(f"{' '.join(map(str, command))} ended with {process.returncode}: {errors.decode()}")
        output.seek(0)
        return seconds, usage.ru_maxrss / 1024, output.read().decode(), usage.ru_utime + usage.ru_stime


class Simulator:
    """A running organization-simulator; ended by its own process id."""

    def __init__(self, binary, *arguments):
        self.process = subprocess.Popen(
            [binary, *arguments, "--port", "0"], stdout=subprocess.PIPE, env=ENVIRONMENT, text=True)
        line = self.process.stdout.readline()
        self.url = re.search(r"http://\S+", line).group(0)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


def row(what, figure, aim):
    print(f"{what:<58} {figure:>22}   aim {aim}", flush=True)


def bench_collect(binaries, runs, folder):
    """collect against boto3 with 16 threads: the same calls on the same simulator, 20 ms latency, 300 accounts."""
    ours, peers, inner, calls = [], [], [], None
    arguments = ["--accounts", "300", "--organizational-units", "20", "--policies", "8", "--latency-ms", "20"]
    with Simulator(binaries / "organization-simulator", *arguments) as simulator:
        for run in range(runs):
            store = folder / f"collect-{run}.sqlite"
            command = [binaries / "optout-audit", "collect", "--json", "--db", store,
                       "--endpoint-url", simulator.url]
            seconds, _, output = measure(command)
            calls = sum(json.loads(output)["requests"].values())
            ours.append(seconds)
            seconds, _, output = measure([sys.executable, HERE / "bench-boto3.py", simulator.url])
            peers.append(seconds)
            inner.append(json.loads(output)["seconds"])
            peer_calls = json.loads(output)["calls"]
    our, peer, inside = (statistics.median(values) for values in (ours, peers, inner))
    row(f"collect, 300 accounts, 20 ms latency ({calls} calls)", f"{our:.3f} s", "-")
    row(f"boto3, 16 threads, whole process ({peer_calls} calls)", f"{peer:.3f} s", "-")
    row("boto3, without starting Python and importing boto3", f"{inside:.3f} s", "-")
    row("collect / boto3, whole processes", f"{our / peer:.2f}", "0.25")
    row("collect / boto3 without its start", f"{our / inside:.2f}", "0.25")


def bench_large_export(binaries, runs, folder):
    """collect --from with 50,000 accounts in 2,000 OUs with 200 policies."""
    export = folder / "large-export"
    measure([binaries / "organization-simulator", "--accounts", "50000", "--organizational-units", "2000",
             "--policies", "200", "--export", export])
    figures = []
    for run in range(runs):
        figures.append(measure(
            [binaries / "optout-audit", "collect", "--from", export, "--observed-at", "2026-09-30T06:00:00Z",
             "--db", folder / f"large-{run}.sqlite"]))
    row("collect --from, 50,000 accounts, 2,000 OUs: wall time",
        f"{statistics.median(seconds for seconds, _, _ in figures):.1f} s", "15 s")
    row("the same: peak memory", f"{max(memory for _, memory, _ in figures):.0f} MB", "300 MB")


WRK_SCRIPT = """
wrk.method = "POST"
wrk.body = '{"PolicyType":"AISERVICES_OPT_OUT_POLICY","TargetId":"%s"}'
wrk.headers["Content-Type"] = "application/x-amz-json-1.1"
wrk.headers["X-Amz-Target"] = "AWSOrganizationsV20161128.DescribeEffectivePolicy"
wrk.headers["X-Amz-Date"] = "20260930T060000Z"
wrk.headers["Authorization"] = "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260930/us-east-1/organizations" ..
  "/aws4_request, SignedHeaders=host;x-amz-date, Signature=" .. string.rep("0", 64)
"""


def bench_requests(binaries, runs, folder):
    """Requests that one core sends, decodes and seals a second: collect beside wrk and boto3, without throttling.

    wrk sends one prepared request over and over and decodes nothing, so it shows what the server can do. Processor time
    counts in place of wall time for the others, because server and client share the machine.
    """
    ours, walls, peers, servers = [], [], [], []
    arguments = ["--accounts", "10000", "--organizational-units", "100", "--policies", "20"]
    with Simulator(binaries / "organization-simulator", *arguments) as simulator:
        for run in range(runs):
            store = folder / f"requests-{run}.sqlite"
            seconds, _, output, cpu = measure_with_cpu(
                [binaries / "optout-audit", "collect", "--no-events", "--json", "--db", store,
                 "--endpoint-url", simulator.url])
            calls = sum(json.loads(output)["requests"].values())
            ours.append(calls / cpu)
            walls.append(calls / seconds)
        status = json.loads(measure(
            [binaries / "optout-audit", "status", "--json", "--db", store], allowed=(0, 1))[2])
        script = folder / "wrk.lua"
        script.write_text(WRK_SCRIPT % status["accounts"][0]["id"])
        for _ in range(runs):
            output = measure(["wrk", "-t1", "-c64", "-d5s", "-s", script, simulator.url])[2]
            if "Non-2xx" in output:
                sys.exit(f"wrk was refused: {output}")
            servers.append(float(re.search(r"Requests/sec:\s*([0-9.]+)", output).group(1)))
        _, _, output, cpu = measure_with_cpu([sys.executable, HERE / "bench-boto3.py", simulator.url])
        peers.append(json.loads(output)["calls"] / cpu)
    our, wall, server, peer = (statistics.median(values) for values in (ours, walls, servers, peers))
    row("collect: requests per second per core", f"{our:.0f}", "-")
    row("collect: requests per second, wall time", f"{wall:.0f}", "-")
    row("wrk, 1 thread, 64 connections: requests per second", f"{server:.0f}", "-")
    row("boto3, 16 threads: requests per second per core", f"{peer:.0f}", "-")
    row("collect / wrk", f"{our / server:.2f}", "0.5")
    row("collect / boto3", f"{our / peer:.1f}", "10")


def bench_throttled(binaries, folder):
    """Time and refusals where the server keeps AWS's documented rates, against the bound that they set."""
    cases = [
        # ListAccounts decides: 400 pages at eight a second, listed once more at the end to see what moved meanwhile.
        ("--pace documented --rate-share 1, AWS's rates", 1, 1000, 8000, ["--pace", "documented", "--rate-share", "1"],
         (2 * 400 - 12) / 8),
        # DescribeEffectivePolicy decides: the rate that the simulator assumes, times ten.
        ("ten times AWS's rates", 10, 10, 10000, [], (10000 - 150) / 100),
    ]
    for what, factor, assumed, accounts, options, bound in cases:
        arguments = ["--accounts", str(accounts), "--organizational-units", "50", "--policies", "4",
                     "--throttle", str(factor), "--assumed-rate", str(assumed)]
        with Simulator(binaries / "organization-simulator", *arguments) as simulator:
            seconds, _, output = measure(
                [binaries / "optout-audit", "collect", "--no-events", "--json", "--endpoint-url", simulator.url,
                 "--db", folder / f"throttled-{factor}.sqlite", *options])
        answer = json.loads(output)
        requests = answer["requests"]
        refused = sum(answer["throttled"].values())
        row(f"collect at {what}: time", f"{seconds:.1f} s", "-")
        row("the same / bound", f"{seconds / bound:.2f}", "1.1")
        row("the same: share of requests refused", f"{100 * refused / sum(requests.values()):.1f} %", "2 %")


def bench_status(binaries, runs, folder):
    """status on a store with 10,000 accounts."""
    export, store = folder / "export", folder / "status.sqlite"
    measure([binaries / "organization-simulator", "--accounts", "10000", "--organizational-units", "400",
             "--policies", "50", "--export", export])
    seconds, memory, _ = measure(
        [binaries / "optout-audit", "collect", "--from", export, "--observed-at", "2026-09-30T06:00:00Z",
         "--db", store])
    row("collect --from, 10,000 accounts", f"{seconds:.2f} s {memory:.0f} MB", "-")
    figures = [measure([binaries / "optout-audit", "status", "--db", store], allowed=(0, 1))
               for _ in range(runs)]
    seconds = statistics.median(figure[0] for figure in figures)
    memory = max(figure[1] for figure in figures)
    row("status, 10,000 accounts: wall time", f"{seconds:.3f} s", "0.2 s")
    row("status, 10,000 accounts: peak memory", f"{memory:.0f} MB", "120 MB")
    figures = [measure([binaries / "optout-audit", "report", "--db", store, "--output", folder / "report"])
               for _ in range(runs)]
    row("report, all formats, 10,000 accounts: wall time",
        f"{statistics.median(figure[0] for figure in figures):.2f} s", "3 s")
    row("the same: peak memory", f"{max(figure[1] for figure in figures):.0f} MB", "250 MB")
    size = (folder / "report" / "report.html").stat().st_size / 1e6
    row("the same: report.html", f"{size:.2f} MB", "3 MB")


def bench_unchanged(binaries, folder):
    """100 unchanged exports of 10,000 accounts, each collected as a day of its own."""
    export, store = folder / "export", folder / "unchanged.sqlite"
    first = datetime.datetime(2026, 1, 1, 6, tzinfo=datetime.timezone.utc)
    times, sizes = [], []
    for day in range(101):
        at = (first + datetime.timedelta(days=day)).strftime("%Y-%m-%dT%H:%M:%SZ")
        seconds, _, _ = measure(
            [binaries / "optout-audit", "collect", "--from", export, "--observed-at", at, "--db", store])
        times.append(seconds)
        # The store keeps a rollback journal, so that nothing of it lies beside the file once a command has ended.
        sizes.append(store.stat().st_size)
    row("unchanged collect, 10,000 accounts: added to the file", f"{(sizes[-1] - sizes[0]) / 100:.0f} B", "4096 B")
    row("unchanged collect, 10,000 accounts: wall time", f"{statistics.median(times[1:]):.2f} s", "-")


def bench_history(binaries, runs, folder):
    """What reads a store of 1,000 daily snapshots of 10,000 accounts with 10 changes a day."""
    for name, options in (("events", []), ("no events", ["--without-events"])):
        store = folder / f"history-{len(options)}.sqlite"
        seconds, _, _ = measure([binaries / "history-bench", "--db", store, *options])
        row(f"1,000 snapshots, {name}: made in", f"{seconds:.0f} s", "-")
        # Ends with what every collect and import ends with, which the maker of the store leaves out.
        (folder / "none.json").write_text('{"Records": []}')
        seconds, memory, _ = measure(
            [binaries / "optout-audit", "events", "import", folder / "none.json", "--db", store])
        row(f"1,000 snapshots, {name}: the history's end kept in", f"{seconds:.2f} s {memory:.0f} MB", "-")
        row(f"1,000 snapshots, {name}: size", f"{store.stat().st_size / 1e6:.1f} MB", "100 MB")
        for command, aim in (
                (["status"], 0.2), (["status", "--at", "2025-06-01"], 0.2), (["history"], 1), (["history", "--json"], 1),
                (["diff", "2024-01-05", "newest"], 1), (["diff", "2025-01-01", "2026-01-01"], 1),
                (["diff", "2026-09-29", "newest"], 1), (["verify"], 20), (["report", "--output", folder / name], 3)):
            figures = [measure([binaries / "optout-audit", *command, "--db", store], allowed=(0, 1))
                       for _ in range(1 if aim > 2 else runs)]
            words = " ".join(map(str, command[:1] if aim > 2 else command))
            row(f"1,000 snapshots, {name}: {words}",
                f"{statistics.median(figure[0] for figure in figures):.2f} s "
                f"{max(figure[1] for figure in figures):.0f} MB", f"{aim} s 200 MB")


def bench_inheritance(binaries, runs):
    """Effective policies with provenance of 50,000 accounts in 2,000 OUs with 200 policies."""
    figures = [measure([binaries / "inheritance-bench"]) for _ in range(runs)]
    seconds = statistics.median(json.loads(output)["seconds"] for _, _, output in figures)
    row("effective policies with provenance, 50,000 accounts", f"{seconds:.3f} s", "1 s")
    row("the same: peak memory", f"{max(memory for _, memory, _ in figures):.0f} MB", "200 MB")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binaries", type=pathlib.Path, required=True)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench_collect(options.binaries, options.runs, pathlib.Path(folder))
        bench_large_export(options.binaries, options.runs, pathlib.Path(folder))
        bench_requests(options.binaries, options.runs, pathlib.Path(folder))
        bench_throttled(options.binaries, pathlib.Path(folder))
        bench_status(options.binaries, options.runs, pathlib.Path(folder))
        bench_inheritance(options.binaries, options.runs)
        bench_unchanged(options.binaries, pathlib.Path(folder))
        bench_history(options.binaries, options.runs, pathlib.Path(folder))


main()
