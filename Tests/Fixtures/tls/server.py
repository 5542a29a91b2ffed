"""TLS servers on free ports of 127.0.0.1, one for each kind of certificate, until SIGTERM.

Usage: server.py FOLDER

Makes an authority (ca.pem) and certificates with openssl in FOLDER, says `ready {"good": PORT, ...}` on standard error,
answers every request with `{}`, and appends the name of the server that was asked to FOLDER/requests.
"""
import http.server
import json
import pathlib
import signal
import ssl
import subprocess
import sys
import threading

FOLDER = pathlib.Path(sys.argv[1])

CONFIGURATION = """
[ca]
default_ca = own
[own]
dir = {folder}
database = {folder}/index
new_certs_dir = {folder}
serial = {folder}/serial
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[address]
subjectAltName = IP:127.0.0.1
[elsewhere]
subjectAltName = DNS:organizations.us-east-1.amazonaws.com
[req]
distinguished_name = name
[name]
"""

# Name: start, end, section of the names that it is good for, whether the authority signs it.
CERTIFICATES = {
    "good": ("20200101000000Z", "20491231000000Z", "address", True),
    "expired": ("20200101000000Z", "20200201000000Z", "address", True),
    "early": ("20480101000000Z", "20491231000000Z", "address", True),
    "elsewhere": ("20200101000000Z", "20491231000000Z", "elsewhere", True),
    "unknown": ("20200101000000Z", "20491231000000Z", "address", False),
}


def openssl(*words):
    subprocess.run(["openssl", *words], cwd=FOLDER, check=True, capture_output=True)


def make_authority(name):
    openssl(
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "3650",
        "-subj", f"/CN={name}", "-keyout", f"{name}.key", "-out", f"{name}.pem")


def make_certificate(name, start, end, section, is_trusted):
    openssl(
        "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={name}",
        "-config", "ca.cnf", "-keyout", f"{name}.key", "-out", f"{name}.csr")
    authority = "ca" if is_trusted else "other"
    openssl(
        "ca", "-batch", "-notext", "-config", "ca.cnf", "-cert", f"{authority}.pem", "-keyfile",
        f"{authority}.key", "-startdate", start, "-enddate", end, "-extensions", section, "-in",
        f"{name}.csr", "-out", f"{name}.pem")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with open(FOLDER / "requests", "a") as log:
            log.write(self.server.name + "\n")
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    do_GET = do_POST

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        pass


def serve(name):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(FOLDER / f"{name}.pem", FOLDER / f"{name}.key")
    server = Server(("127.0.0.1", 0), Handler)
    server.name = name
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


(FOLDER / "ca.cnf").write_text(CONFIGURATION.format(folder=FOLDER))
(FOLDER / "index").write_text("")
(FOLDER / "serial").write_text("01\n")
(FOLDER / "requests").write_text("")
for authority in ("ca", "other"):
    make_authority(authority)
for certificate, properties in CERTIFICATES.items():
    make_certificate(certificate, *properties)
ports = {name: serve(name) for name in CERTIFICATES}
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
print("ready", json.dumps(ports), file=sys.stderr, flush=True)
signal.pause()
