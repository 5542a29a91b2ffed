"""An RFC 3161 time stamp authority on 127.0.0.1, for tests: `openssl ts -reply` behind a web server.

Usage: authority.py FOLDER     makes keys, ca.pem and other-ca.pem there, and prints its address on standard error.

POST /         a time stamp
POST /other    a time stamp over another digest, but with the nonce of the request
POST /replay   the time stamp of the first request
POST /refuse   a refusal
POST /garbage  bytes that are no answer
anything else  status 404
"""

import http.server
import os
import pathlib
import subprocess
import sys

CONFIGURATION = """
[tsa]
default_tsa = authority
[authority]
serial = serial
crypto_device = builtin
signer_cert = signer.pem
signer_key = signer.key
certs = ca.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
[extensions]
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[authority_extensions]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[distinguished_name]
[req]
distinguished_name = distinguished_name
"""


def run(folder, *arguments, data=None):
    environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": str(folder)}
    return subprocess.run(
        ["openssl", *arguments], cwd=folder, input=data, capture_output=True, check=True, env=environment).stdout


def make_keys(folder):
    (folder / "openssl.cnf").write_text(CONFIGURATION)
    (folder / "serial").write_text("1000\n")
    for name, subject in [("ca", "/O=Test/CN=Test root"), ("other-ca", "/O=Test/CN=Somebody else")]:
        run(folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.pem",
            "-days", "3650", "-subj", subject, "-config", "openssl.cnf", "-extensions", "authority_extensions")
    run(folder, "req", "-newkey", "rsa:2048", "-nodes", "-keyout", "signer.key", "-out", "signer.csr",
        "-subj", "/O=Test/CN=Test time stamps", "-config", "openssl.cnf")
    run(folder, "x509", "-req", "-in", "signer.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
        "-out", "signer.pem", "-days", "3650", "-extfile", "openssl.cnf", "-extensions", "extensions")


class Authority(http.server.BaseHTTPRequestHandler):
    folder = None
    first = None

    def do_POST(self):
        query = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers["Content-Type"] != "application/timestamp-query":
            return self.answer(415, b"")
        if self.path == "/garbage":
            return self.answer(200, b"<html>welcome to the hotel</html>")
        if self.path == "/refuse":
            return self.answer(200, self.reply(b"no query"))
        if self.path == "/other":
            # The digest is the only octet string of 32 bytes in a request.
            at = query.index(b"\x04\x20") + 2
            return self.answer(200, self.reply(query[:at] + bytes(32) + query[at + 32:]))
        if self.path == "/replay":
            return self.answer(200, Authority.first)
        if self.path != "/":
            return self.answer(404, b"")
        reply = self.reply(query)
        Authority.first = Authority.first or reply
        self.answer(200, reply)

    def reply(self, query):
        (self.folder / "query.tsq").write_bytes(query)
        run(self.folder, "ts", "-reply", "-config", "openssl.cnf", "-queryfile", "query.tsq", "-out", "reply.tsr")
        return (self.folder / "reply.tsr").read_bytes()

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    Authority.folder = pathlib.Path(sys.argv[1]).resolve()
    make_keys(Authority.folder)
    server = http.server.HTTPServer(("127.0.0.1", 0), Authority)
    print(f"http://127.0.0.1:{server.server_port}", file=sys.stderr, flush=True)
    server.serve_forever()
