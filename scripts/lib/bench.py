"""Times optout-audit and its peers on the same simulator in one run. Run by scripts/bench."""

import argparse
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
        return seconds, usage.ru_maxrss / 1024, output.read().decode()


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
    seconds, memory, _ = measure(
        [binaries / "optout-audit", "report", "--db", store, "--output", folder / "report"])
    row("report, all formats, 10,000 accounts", f"{seconds:.2f} s {memory:.0f} MB", "-")


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
        bench_status(options.binaries, options.runs, pathlib.Path(folder))
        bench_inheritance(options.binaries, options.runs)


main()
