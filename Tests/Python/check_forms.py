#!/usr/bin/env python3
"""Checks generated files with the tools that read such files: one process for many folders.

    python3 Tests/Python/check_forms.py ENDPOINT FOLDER...

ENDPOINT is that of a moto server. Each FOLDER holds the output of one `remediate` with all forms, and `expected.json`:
{"root": id or null, "policies": [{"content", "targets"}], "all": whether every form was asked for, "handlers": whether to run
those of Lambda, "managed": {"types", "services"} where Terraform owns the organization}. Prints one line for each problem, and
exits 1 when there is any.
"""

import ast
import contextlib
import datetime
import fnmatch
import functools
import http.server
import importlib.util
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import threading
import traceback
import unicodedata
import unittest.mock
import urllib.request

import aws_cdk
import boto3
import cfnlint.api
import hcl2
import protego
import yaml

PROBLEMS = []
METRICS = pathlib.Path(__file__).parents[2] / "templates/remediation/ai-usage-metrics.json"
# What a template holds where it does not know the organization.
PLACEHOLDERS = ("o-*", "r-*", "to be created", "ROOT_ID = None", "account=None", "Roots[0].Id' --output text)", "TODO", "<ROOT", "YOUR_")


def check(condition, where, what):
    if not condition:
        PROBLEMS.append(f"{where}: {what}")


class CloudFormationLoader(yaml.SafeLoader):
    """Short tags become the long form: !Ref X is {"Ref": X}, !Sub X is {"Fn::Sub": X}."""


def long_form(loader, suffix, node):
    key = suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
        return {key: value.split(".") if suffix == "GetAtt" else value}
    if isinstance(node, yaml.SequenceNode):
        return {key: loader.construct_sequence(node, deep=True)}
    return {key: loader.construct_mapping(node, deep=True)}


CloudFormationLoader.add_multi_constructor("!", long_form)


def template(path):
    return yaml.load(path.read_text(), CloudFormationLoader)


def lint_templates(folder):
    # The other folders hold the same template as "cloudformation", which is compared.
    for path in sorted(folder.glob("*/*.yaml")):
        if path.parent.name not in ("cloudformation", "config-rule", "eventbridge"):
            continue
        matches = cfnlint.api.lint(path.read_text())
        check(not matches, path, f"cfn-lint: {[str(match) for match in matches]}")


def policies_of(resources):
    found = [part["Properties"] for part in resources.values() if part["Type"] == "AWS::Organizations::Policy"]
    return sorted((json.dumps(one["Content"], sort_keys=True), sorted(map(str, one["TargetIds"]))) for one in found)


def check_cloudformation(folder, expected):
    path = folder / "cloudformation/ai-services-opt-out.yaml"
    resources = template(path)["Resources"]
    wanted = sorted((json.dumps(one["content"], sort_keys=True), sorted(one["targets"])) for one in expected["policies"])
    if expected["root"]:
        check(policies_of(resources) == wanted, path, "the policies are not those of the plan")
        check(resources["EnablePolicyType"]["Properties"]["ExpectedRootId"] == expected["root"], path, "another root")
    for part in resources.values():
        if part["Type"] == "AWS::Organizations::Policy":
            check(part["DeletionPolicy"] == "Retain", path, "a policy goes with the stack")
    for other in ("stackset", "control-tower", "lza/cloudformation"):
        check((folder / other / path.name).read_text() == path.read_text(), folder / other, "not the same template")
    return resources


def check_cdk(folder, resources):
    app = folder / "cdk/app.py"
    out = folder / "cdk.out"
    # The app runs in this process, because the bridge to Node.js takes seconds to start.
    namespace = {"__name__": "app", "__file__": str(app)}
    with unittest.mock.patch.object(aws_cdk, "App", functools.partial(aws_cdk.App, outdir=str(out))):
        exec(compile(app.read_text(), str(app), "exec"), namespace)
    made = json.loads((out / "AIServicesOptOut.template.json").read_text())["Resources"]
    for name, part in made.items():
        part.pop("Metadata", None)
    norm = json.loads(json.dumps(resources))
    for side in (made, norm):
        code = side["EnablePolicyTypeFunction"]["Properties"]["Code"]
        code["ZipFile"] = code["ZipFile"].rstrip()
        for part in side.values():
            if isinstance(part.get("DependsOn"), list) and len(part["DependsOn"]) == 1:
                part["DependsOn"] = part["DependsOn"][0]
    check(made == norm, app, f"another template than CloudFormation's: {json.dumps(made)} {json.dumps(norm)}")


def unquote(value):
    """python-hcl2 leaves strings in their quotes, with Terraform's escapes."""
    text = ast.literal_eval(value) if value.startswith('"') else value
    return text.replace("$${", "${").replace("%%{", "%{")


def check_terraform(folder, expected):
    for path in sorted(folder.rglob("*.tf")):
        parsed = hcl2.loads(path.read_text())
        resources = {}
        for block in parsed["resource"]:
            for kind, named in block.items():
                for name, body in named.items():
                    resources[(kind.strip('"'), name.strip('"'))] = body
        made = {}
        for (kind, name), body in resources.items():
            if kind == "aws_organizations_policy":
                made[name] = [json.loads(unquote(body["content"])), []]
                check(unquote(body["type"]) == "AISERVICES_OPT_OUT_POLICY", path, "another type")
        for (kind, name), body in resources.items():
            if kind == "aws_organizations_policy_attachment":
                policy = body["policy_id"].strip("${}").split(".")[1]
                target = body["target_id"]
                made[policy][1].append(
                    expected["root"] if "roots[0].id" in target else unquote(target)
                )
        found = sorted((json.dumps(content, sort_keys=True), sorted(map(str, targets))) for content, targets in made.values())
        wanted = sorted(
            (json.dumps(one["content"], sort_keys=True), sorted(map(str, one["targets"] or [None])))
            for one in expected["policies"]
        )
        check(found == wanted, path, f"the policies are not those of the plan: {found} {wanted}")
        owned = [body for (kind, _), body in resources.items() if kind == "aws_organizations_organization"]
        check(len(owned) == (1 if expected.get("managed") else 0), path, "owns the organization, or does not")
        for body in owned:
            check(unquote(body["feature_set"]) == "ALL", path, "another feature set")
            types = [unquote(one) for one in body["enabled_policy_types"]]
            check(types == expected["managed"]["types"], path, f"types {types}")
            services = [unquote(one) for one in body["aws_service_access_principals"]]
            check(services == expected["managed"]["services"], path, f"services {services}")
            check(body["lifecycle"][0]["prevent_destroy"] is True, path, "may be destroyed")


def check_lza(folder):
    path = folder / "lza/customizations-config.yaml"
    stack = yaml.safe_load(path.read_text())["customizations"]["cloudFormationStacks"][0]
    check(stack["deploymentTargets"] == {"accounts": ["Management"]}, path, "not the management account only")
    check((path.parent / stack["template"]).exists(), path, "the template is not there")
    step = yaml.safe_load((folder / "lza/pipeline/buildspec.yml").read_text())
    check("opt-out.sh --apply" in step["phases"]["build"]["commands"][0], path, "the step does not apply")


def module(path, name):
    spec = importlib.util.spec_from_file_location(name, path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def inline(path, resource):
    """The handler that a template holds, as a module."""
    code = template(path)["Resources"][resource]["Properties"]["Code"]["ZipFile"]
    file = path.with_name(f"{resource}.inline.py")
    file.write_text(code)
    try:
        return module(file, resource)
    finally:
        file.unlink()


class Answers(http.server.BaseHTTPRequestHandler):
    bodies = []

    def do_PUT(self):
        Answers.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


def check_custom_resource(folder, endpoint):
    path = folder / "cloudformation/ai-services-opt-out.yaml"
    handler = inline(path, "EnablePolicyTypeFunction").handler
    api = reset(endpoint)
    root = api.list_roots()["Roots"][0]["Id"]
    server = http.server.HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/"
    event = {"ResponseURL": url, "StackId": "s", "RequestId": "r", "LogicalResourceId": "l"}

    def send(kind, expected):
        handler({**event, "RequestType": kind, "ResourceProperties": {"ExpectedRootId": expected}}, None)
        return Answers.bodies[-1], [one["Type"] for one in api.list_roots()["Roots"][0]["PolicyTypes"]]

    answer, types = send("Create", "r-other")
    check(answer["Status"] == "FAILED" and "r-other" in answer["Reason"], path, f"another root passes: {answer}")
    check("AISERVICES_OPT_OUT_POLICY" not in types, path, "enabled on another root")
    answer, types = send("Create", root)
    check(answer["Status"] == "SUCCESS" and answer["Data"]["RootId"] == root, path, f"create: {answer}")
    check("AISERVICES_OPT_OUT_POLICY" in types, path, "not enabled")
    answer, _ = send("Update", root)
    check(answer["Status"] == "SUCCESS", path, f"a second time: {answer}")
    answer, types = send("Delete", root)
    check(answer["Status"] == "SUCCESS" and "AISERVICES_OPT_OUT_POLICY" in types, path, "deleting disables the type")
    check_pending_type(path, handler)
    server.shutdown()


def check_pending_type(path, handler):
    """moto changes the policy type at once; AWS takes a while."""
    states = ["PENDING_DISABLE", "PENDING_DISABLE", None, "PENDING_ENABLE", "ENABLED"]
    enabled, slept = [], []

    class Api:
        def list_roots(self):
            state = states.pop(0)
            kinds = [{"Type": "AISERVICES_OPT_OUT_POLICY", "Status": state}] if state else []
            return {"Roots": [{"Id": "r-slow", "PolicyTypes": kinds}]}

        def enable_policy_type(self, RootId, PolicyType):
            enabled.append((RootId, PolicyType, len(states)))

    enable = handler.__globals__["enable"]
    with unittest.mock.patch.dict(enable.__globals__, {"time": unittest.mock.Mock(sleep=slept.append)}):
        root = enable(Api(), "r-slow")
    check(root == "r-slow" and states == [], path, f"does not wait: {states}")
    check(enabled == [("r-slow", "AISERVICES_OPT_OUT_POLICY", 2)], path, f"asks while it is being disabled: {enabled}")


def reset(endpoint):
    urllib.request.urlopen(urllib.request.Request(f"{endpoint}/moto-api/reset", method="POST")).read()
    api = boto3.client("organizations")
    api.create_organization(FeatureSet="ALL")
    return api


class Clock:
    invoked_function_arn = "arn:aws:lambda:us-east-1:123456789012:function:rule"

    def __init__(self, groups):
        self.groups = groups

    def get_remaining_time_in_millis(self):
        self.groups -= 1
        return 900_000 if self.groups >= 0 else 1_000


def check_config_rule(folder, endpoint):
    path = folder / "config-rule/config-rule.yaml"
    rule = inline(path, "RuleFunction")
    api = reset(endpoint)
    root = api.list_roots()["Roots"][0]["Id"]
    api.enable_policy_type(RootId=root, PolicyType=rule.TYPE)
    units = [api.create_organizational_unit(ParentId=root, Name=name)["OrganizationalUnit"]["Id"] for name in "ABC"]
    everybody = [one["Id"] for one in api.list_accounts()["Accounts"]]
    place = {everybody[0]: root}
    for number in range(1, 131):
        made = api.create_account(Email=f"a{number}@example.com", AccountName=f"a{number}")["CreateAccountStatus"]
        unit = units[0] if number <= 110 else units[1 + number % 2]
        api.move_account(AccountId=made["AccountId"], SourceParentId=root, DestinationParentId=unit)
        everybody.append(made["AccountId"])
        place[made["AccountId"]] = unit

    def policy(name, *targets):
        text = json.dumps({"services": {}})
        made = api.create_policy(Name=name, Description=name, Type=rule.TYPE, Content=text)["Policy"]
        for target in targets:
            api.attach_policy(PolicyId=made["PolicySummary"]["Id"], TargetId=target)

    alone = everybody[5]
    policy("root", root)
    policy("b", units[1])
    policy("alone", alone)
    asked, batches, handed = [], [], []

    def effective(account):
        if place[account] == units[1]:
            return {"services": {"default": {"opt_out_policy": "optOut"}, "lex": {"opt_out_policy": "optIn"}}}
        if account == alone:
            return {}
        return {"services": {"default": {"opt_out_policy": "optOut"}}}

    class Stub:
        """boto3 with the answers that moto does not have."""

        def client(self, name, **options):
            if name == "config":
                return self
            if name == "lambda":
                return self
            real = boto3.client(name)
            real.describe_effective_policy = self.describe
            return real

        def describe(self, PolicyType, TargetId):
            asked.append(TargetId)
            return {"EffectivePolicy": {"PolicyContent": json.dumps(effective(TargetId))}}

        def put_evaluations(self, Evaluations, ResultToken):
            check(ResultToken == "token", path, "another token")
            batches.append(Evaluations)

        def invoke(self, FunctionName, InvocationType, Payload):
            check(InvocationType == "Event", path, "waits for itself")
            handed.append(json.loads(Payload))

    rule.boto3, rule.time = Stub(), type("Time", (), {"sleep": staticmethod(lambda _: None)})
    event = {
        "invokingEvent": json.dumps({"notificationCreationTime": "2026-11-24T00:00:00.000Z"}),
        "resultToken": "token",
    }
    waiting, rounds = [event], 0
    while waiting:
        rounds += 1
        rule.handler(waiting.pop(), Clock(groups=1))
        waiting += handed[rounds - 1 : rounds]
    check(rounds >= 3, path, f"{rounds} invocations for groups that fit one each")
    check(len(asked) == 3, path, f"asked for {len(asked)} accounts, not one of each group")
    check(all(len(batch) <= 100 for batch in batches), path, "more than 100 evaluations in a call")
    found = [(one["ComplianceResourceId"], one["ComplianceType"]) for batch in batches for one in batch]
    check(sorted(account for account, _ in found) == sorted(everybody), path, "not every account, once")
    for account, verdict in found:
        bad = place[account] == units[1] or account == alone
        check(verdict == ("NON_COMPLIANT" if bad else "COMPLIANT"), path, f"{account} is {verdict}")
    rule.boto3.describe = None


def matches(pattern, text):
    return fnmatch.fnmatchcase(text, pattern)


def denied(statements, action, principal, policy_type):
    context = {"organizations:PolicyType": policy_type, "aws:PrincipalArn": principal}
    for statement in statements:
        actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        conditions = statement["Condition"]
        holds = all(context.get(key) == value for key, value in conditions.get("StringEquals", {}).items()) and not any(
            matches(value, context[key]) for key, value in conditions.get("ArnNotLike", {}).items()
        )
        if action in actions and holds:
            return True
    return False


def lint_statements(document):
    """cfn-lint knows every action, and the grammar of statements."""
    managed = {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": document}}
    body = {"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"Policy": managed}}
    return [str(match) for match in cfnlint.api.lint(json.dumps(body))]


def check_scp(folder):
    path = folder / "scp/protect-ai-opt-out.json"
    document = json.loads(path.read_text())
    check(lint_statements(document) == [], path, f"cfn-lint: {lint_statements(document)}")
    broken = path.read_text().replace("organizations:DetachPolicy", "organizations:DetachPolicies")
    check(lint_statements(json.loads(broken)) != [], path, "cfn-lint takes an action that does not exist")
    statements = document["Statement"]
    check(len(path.read_text()) < 5120, path, "longer than a service control policy may be")
    check(all(one["Effect"] == "Deny" and one["Resource"] == "*" for one in statements), path, "not plain denies")
    member, role = "arn:aws:iam::222222222222:role/Developer", "arn:aws:iam::222222222222:role/OptOutPolicyAdministrator"
    ours, other = "AISERVICES_OPT_OUT_POLICY", "TAG_POLICY"
    rows = [
        ("organizations:DetachPolicy", member, ours, True),
        ("organizations:UpdatePolicy", member, ours, True),
        ("organizations:UpdatePolicy", member, other, False),
        ("organizations:UpdatePolicy", role, ours, False),
        ("organizations:LeaveOrganization", member, None, True),
        ("organizations:LeaveOrganization", role, None, False),
        ("organizations:DescribeEffectivePolicy", member, ours, False),
        ("comprehend:DetectSentiment", member, None, False),
    ]
    for action, principal, kind, expected in rows:
        check(denied(statements, action, principal, kind) == expected, path, f"{action} by {principal} on {kind}")


def check_metrics():
    known = json.loads(METRICS.read_text())
    datetime.date.fromisoformat(known["checkedOn"])
    for metric in known["metrics"]:
        check(metric["source"].startswith("https://docs.aws.amazon.com/"), METRICS, f"{metric['service']} has no source")
        check(metric["schema"].startswith("AWS/"), METRICS, f"{metric['service']} has no namespace")
    return known


def check_dashboard(folder):
    path = folder / "dashboard/dashboard.json"
    known = check_metrics()
    widgets = json.loads(path.read_text())["widgets"]
    check(len(widgets) > 5, path, "few widgets")
    cells = set()
    for widget in widgets:
        check(widget["type"] in ("text", "metric"), path, "an unknown widget")
        check(0 <= widget["x"] and widget["x"] + widget["width"] <= 24, path, "wider than a dashboard")
        for x in range(widget["x"], widget["x"] + widget["width"]):
            for y in range(widget["y"], widget["y"] + widget["height"]):
                check((x, y) not in cells, path, "widgets overlap")
                cells.add((x, y))
        if widget["type"] == "metric":
            check("SEARCH('" in widget["properties"]["metrics"][0][0]["expression"], path, "no metric")
    shown = [
        re.search(r'(AWS/\w+(?:,\w+)*).*MetricName="(\w+)"', widget["properties"]["metrics"][0][0]["expression"]).groups()
        for widget in widgets
        if widget["type"] == "metric"
    ]
    check(shown == [(one["schema"], one["metric"]) for one in known["metrics"]], path, f"not the list: {shown}")
    readme = (folder / "dashboard/README.md").read_text()
    check(known["checkedOn"] in readme and all(one["source"] in readme for one in known["metrics"]), path, "no sources")
    text = path.read_text()
    for invented in ("SuccessfulImageCount", "SuccessfulTranscriptionCount"):
        check(invented not in text, path, f"{invented} does not exist")
    boto3.client("cloudwatch", region_name="us-east-1").put_dashboard(DashboardName="ai", DashboardBody=text)


def check_eventbridge(folder):
    path = folder / "eventbridge/eventbridge.yaml"
    pattern = template(path)["Resources"]["Rule"]["Properties"]["EventPattern"]
    names = pattern["detail"]["eventName"]
    check({"DetachPolicy", "DisablePolicyType", "UpdatePolicy", "MoveAccount"} <= set(names), path, "misses events")
    record = {
        "source": "aws.organizations",
        "detail-type": "AWS API Call via CloudTrail",
        "detail": {"eventSource": "organizations.amazonaws.com", "eventName": "DetachPolicy"},
    }
    check(pattern["source"] == [record["source"]], path, "another source")
    check(pattern["detail-type"] == [record["detail-type"]], path, "another detail type")


def check_robots(folder):
    path = folder / "web/robots.txt"
    parser = protego.Protego.parse(path.read_text())
    for name in ("Amazonbot", "Amzn-SearchBot", "Amzn-User", "bedrockbot", "ClaudeBot", "Claude-User", "anthropic-ai"):
        check(not parser.can_fetch("https://example.com/a", name), path, f"open to {name}")
    check(parser.can_fetch("https://example.com/a", "Googlebot"), path, "closed to others")


def check_shell(folder, expected):
    scripts = [str(path) for path in sorted(folder.rglob("*.sh"))]
    if not scripts and not expected["all"]:
        return
    run = subprocess.run(["shellcheck", *scripts], capture_output=True, text=True, check=False)
    check(run.returncode == 0, folder, f"shellcheck: {run.stdout}{run.stderr}")


def check_text(folder, expected):
    for path in sorted(folder.rglob("*")):
        if path.is_dir() or path.name == "expected.json" or "cdk.out" in path.parts:
            continue
        text = path.read_text()
        for character in text:
            category = character != "\n" and unicodedata.category(character)
            if category in ("Cc", "Cf", "Zl", "Zp"):
                check(False, path, f"holds U+{ord(character):04X}")
                break
        check("{{" not in text, path, "holds a gap")
        # The script asks for its root by itself, to compare it with the one that it is for.
        if expected["root"] and path.suffix != ".sh":
            for placeholder in PLACEHOLDERS:
                check(placeholder not in text, path, f"holds {placeholder}, which the snapshot knows")


def check_folder(folder, endpoint):
    expected = json.loads((folder / "expected.json").read_text())
    check_text(folder, expected)
    check_shell(folder, expected)
    check_terraform(folder, expected)
    if not expected["all"]:
        return
    lint_templates(folder)
    resources = check_cloudformation(folder, expected)
    check_cdk(folder, resources)
    check_lza(folder)
    check_scp(folder)
    check_dashboard(folder)
    check_robots(folder)
    check_eventbridge(folder)
    if expected.get("handlers"):
        check_custom_resource(folder, endpoint)
        check_config_rule(folder, endpoint)


def main():
    endpoint = sys.argv[1]
    os.environ.update(
        AWS_ENDPOINT_URL=endpoint,
        AWS_DEFAULT_REGION="us-east-1",
        AWS_ACCESS_KEY_ID="AKIAIOSFODNN7EXAMPLE",
        AWS_SECRET_ACCESS_KEY="fixture",
        JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION="1",
    )
    for name in sys.argv[2:]:
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                check_folder(pathlib.Path(name), endpoint)
        except Exception:
            PROBLEMS.append(f"{name}: {traceback.format_exc()}")
    print("\n".join(PROBLEMS))
    sys.exit(1 if PROBLEMS else 0)


if __name__ == "__main__":
    main()
