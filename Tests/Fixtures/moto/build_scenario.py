#!/usr/bin/env python3
"""Puts a running moto server into one of the states that tools commonly judge wrongly.

    python3 Tests/Fixtures/moto/build_scenario.py http://127.0.0.1:5000 k

An organization of six accounts: the management account on the root, two in the unit "Workloads", three in "Sandbox".
What was there before is reset, so one server plays all states, one after another. Prints the policies with their targets, as
`dump` does; `--dump` prints them without building anything.
"""

import argparse
import json
import urllib.request

import boto3

TYPE = "AISERVICES_OPT_OUT_POLICY"
NONE = {"@@operators_allowed_for_child_policies": ["@@none"]}


def setting(value, *locks):
    return {**({**NONE} if "leaf" in locks else {}), "@@assign": value}


def statement(value, *locks):
    return {**({**NONE} if "key" in locks else {}), "opt_out_policy": setting(value, *locks)}


def policy(*locks, **services):
    statements = {key: statement(value, *locks) for key, value in services.items()}
    return {"services": {**({**NONE} if "services" in locks else {}), **statements}}


ALL = ("services", "key", "leaf")
RIGHT = policy(*ALL, default="optOut")

# State: (policies by name, where each is attached: root, unit, account), and whether the type is disabled at the end.
SCENARIOS = {
    "none": {},
    "a": {"right": (RIGHT, ["root"])},
    "b": {"right": (RIGHT, [])},
    "c": {"one": (policy(rekognition="optOut"), ["root"])},
    "d": {"open": (policy(default="optOut"), ["root"])},
    "e": {"right": (RIGHT, ["account"])},
    "f": {"mixed": (policy(*ALL, default="optOut", comprehend="optIn"), ["root"])},
    "g": {"services": (policy("services", default="optOut"), ["root"])},
    "h": {"in": (policy(default="optIn"), ["root"]), "right": (RIGHT, [])},
    "i": {"open": (policy(default="optOut"), ["root"]), "in": (policy(default="optIn"), ["account"])},
    "j": {"right": (RIGHT, ["root"])},
    "k": {"leaf": (policy("key", "leaf", default="optOut"), ["root"]), "in": (policy(rekognition="optIn"), ["unit"])},
    # More policies than AWS lists on one page.
    "many": {f"draft {number}": (policy(lex="optOut"), []) for number in range(45)},
    # That of the README.
    "story": {
        "Opt-out": (policy("key", "leaf", default="optOut"), ["root"]),
        "Rekognition trial": (policy(rekognition="optIn"), ["unit"]),
    },
}
NAMES = {"hostile": "it's \"$(touch owned)\" `touch owned` ${x} \\ \u202e"}


def dump(api):
    policies = []
    for page in api.get_paginator("list_policies").paginate(Filter=TYPE):
        for summary in page["Policies"]:
            targets = api.list_targets_for_policy(PolicyId=summary["Id"])["Targets"]
            policies.append(
                {
                    "id": summary["Id"],
                    "name": summary["Name"],
                    "content": api.describe_policy(PolicyId=summary["Id"])["Policy"]["Content"],
                    "targets": sorted(target["TargetId"] for target in targets),
                }
            )
    root = api.list_roots()["Roots"][0]
    return {
        "types": sorted(kind["Type"] for kind in root["PolicyTypes"]),
        "policies": sorted(policies, key=lambda item: item["id"]),
    }


def build(endpoint, api, scenario, prefix):
    urllib.request.urlopen(urllib.request.Request(f"{endpoint}/moto-api/reset", method="POST")).read()
    api.create_organization(FeatureSet="ALL")
    root = api.list_roots()["Roots"][0]["Id"]
    units = {}
    for name in ("Workloads", "Sandbox"):
        units[name] = api.create_organizational_unit(ParentId=root, Name=name)["OrganizationalUnit"]["Id"]
    accounts = []
    for number, unit in enumerate(["Workloads", "Workloads", "Sandbox", "Sandbox", "Sandbox"], start=1):
        created = api.create_account(Email=f"a{number}@example.com", AccountName=f"{prefix}{number}")
        account = created["CreateAccountStatus"]["AccountId"]
        api.move_account(AccountId=account, SourceParentId=root, DestinationParentId=units[unit])
        accounts.append(account)
    nodes = {"root": root, "unit": units["Workloads"], "account": accounts[0]}
    if scenario == "none":
        return
    api.enable_policy_type(RootId=root, PolicyType=TYPE)
    for name, (document, places) in SCENARIOS[scenario].items():
        made = api.create_policy(Name=prefix + name, Description=name, Type=TYPE, Content=json.dumps(document))
        for place in places:
            api.attach_policy(PolicyId=made["Policy"]["PolicySummary"]["Id"], TargetId=nodes[place])
    if scenario == "j":
        api.disable_policy_type(RootId=root, PolicyType=TYPE)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("endpoint", help="http://127.0.0.1:PORT of the moto server")
    parser.add_argument("scenario", nargs="?", choices=sorted(SCENARIOS))
    parser.add_argument("--dump", action="store_true", help="print the policies as they are")
    parser.add_argument("--names", choices=sorted(NAMES), help="begin names with a text that tries to harm")
    arguments = parser.parse_args()
    api = boto3.client(
        "organizations",
        endpoint_url=arguments.endpoint,
        region_name="us-east-1",
        aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
        aws_secret_access_key="fixture",
    )
    if not arguments.dump:
        build(arguments.endpoint, api, arguments.scenario, NAMES.get(arguments.names, ""))
    print(json.dumps(dump(api), indent=2))


if __name__ == "__main__":
    main()
