#!/usr/bin/env python3
"""Runs the AWS CLI many times without starting it many times: one warm process that forks for each call.

    AWS_ENDPOINT_URL=http://127.0.0.1:5000 python3 Tests/Fixtures/moto/cli_server.py FOLDER

Writes FOLDER/aws, a bash script that hands its arguments to this process and prints what the AWS CLI printed, with its exit
status. `aws fixture ...` is build_scenario.py. Prints "ready" on standard error when it may be used.
"""

import io
import os
import pathlib
import socket
import sys
import threading

from awscli.clidriver import create_clidriver

import build_scenario

SHIM = """#!/bin/bash
exec 3<>/dev/tcp/127.0.0.1/%d
printf '%%s\\n' "$#" >&3
[ "$#" -eq 0 ] || printf '%%s\\0' "$@" >&3
IFS= read -r -d '' out <&3
IFS= read -r -d '' err <&3
IFS= read -r code <&3
printf '%%s' "$out"
printf '%%s' "$err" >&2
exit "$code"
"""


def call(driver, words):
    if words[:1] == ["fixture"]:
        sys.argv = words
        return build_scenario.main() or 0
    return driver.main(words)


def answer(driver, connection):
    stream = connection.makefile("rwb")
    count = int(stream.readline())
    data = b""
    while data.count(b"\0") < count:
        data += stream.read1()
    words = [word.decode() for word in data.split(b"\0")[:count]]
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    sys.stdout, sys.stderr = out, err
    try:
        code = call(driver, words) or 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    stream.write(out.buffer.getvalue() + b"\0" + err.buffer.getvalue() + b"\0" + f"{code}\n".encode())
    stream.flush()


def main():
    folder = pathlib.Path(sys.argv[1])
    driver = create_clidriver()
    # Loads the models once, so that forked processes have them.
    quiet, sys.stdout, sys.stderr = (sys.stdout, sys.stderr), io.StringIO(), io.StringIO()
    driver.main(["organizations", "list-roots"])
    sys.stdout, sys.stderr = quiet
    listener = socket.create_server(("127.0.0.1", 0))
    shim = folder / "aws"
    shim.write_text(SHIM % listener.getsockname()[1])
    shim.chmod(0o755)
    print("ready", file=sys.stderr, flush=True)
    while True:
        connection, _ = listener.accept()
        child = os.fork()
        if child == 0:
            answer(driver, connection)
            os._exit(0)
        connection.close()
        threading.Thread(target=os.waitpid, args=(child, 0), daemon=True).start()


if __name__ == "__main__":
    main()
