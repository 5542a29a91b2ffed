#!/usr/bin/env python3
"""Builds an organization in a running moto server and prints what it made.

    python3 -m moto.server -p 5000 &
    python3 Tests/Fixtures/moto/build_organization.py http://127.0.0.1:5000

Prints JSON: {"organization", "root", "management",
              "organizational_units": [{"id", "name", "path"}],
              "accounts": [{"id", "name", "path"}],
              "policies": [{"id", "name", "content", "targets": [id]}]}
where "path" holds the names of the parents from the root down, the thing itself not included.
"""

import argparse
import json

import boto3

POLICY_TYPE = "AISERVICES_OPT_OUT_POLICY"

# Name: the OUs below it.
TREE = {
    "Security": {"Audit": {}, "Logging": {}},
    "Workloads": {
        "Production": {"Payments": {}, "Search": {}},
        "Development": {"Experiments": {}},
    },
    "Sandbox": {},
}
MEMBER_ACCOUNTS = 60

LOCK = {"@@operators_allowed_for_child_policies": ["@@none"]}
OPT_OUT_EVERYWHERE = {"services": {"default": {"opt_out_policy": {"@@assign": "optOut"}}}}
OPT_OUT_LOCKED = {
    "services": {"rekognition": {**LOCK, "opt_out_policy": {**LOCK, "@@assign": "optOut"}}},
}
OPT_IN_LEX = {"services": {"lex": {"opt_out_policy": {"@@assign": "optIn"}}}}


class Builder:
    def __init__(self, endpoint):
        self.api = boto3.client(
            "organizations",
            endpoint_url=endpoint,
            region_name="us-east-1",
            aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
            aws_secret_access_key="fixture",
        )
        self.places = []  # (id, names of the parents and its own), the root first.
        self.units = []
        self.accounts = []
        self.policies = []

    def build(self):
        organization = self.api.create_organization(FeatureSet="ALL")["Organization"]
        root = self.api.list_roots()["Roots"][0]
        self.api.enable_policy_type(RootId=root["Id"], PolicyType=POLICY_TYPE)
        self.add_units(TREE, parent=root["Id"], path=[root["Name"]])
        self.places.insert(0, (root["Id"], [root["Name"]]))
        management = organization["MasterAccountId"]
        names = {account["Id"]: account["Name"] for page in self.pages("list_accounts") for account in page["Accounts"]}
        self.accounts.append({"id": management, "name": names[management], "path": [root["Name"]]})
        self.add_accounts(root["Id"])
        self.add_policy("Opt out everywhere", OPT_OUT_EVERYWHERE, targets=[root["Id"]])
        self.add_policy("Keep Rekognition out", OPT_OUT_LOCKED, targets=[self.unit("Workloads")])
        self.add_policy("Lex may learn", OPT_IN_LEX, targets=[self.first_account_in("Payments")])
        self.add_policy("Draft", OPT_OUT_EVERYWHERE, targets=[])
        return {
            "organization": organization["Id"],
            "root": root["Id"],
            "management": management,
            "organizational_units": self.units,
            "accounts": self.accounts,
            "policies": self.policies,
        }

    def pages(self, operation):
        return self.api.get_paginator(operation).paginate()

    def add_units(self, tree, parent, path):
        for name, below in tree.items():
            unit = self.api.create_organizational_unit(ParentId=parent, Name=name)["OrganizationalUnit"]
            self.units.append({"id": unit["Id"], "name": name, "path": path})
            self.places.append((unit["Id"], path + [name]))
            self.add_units(below, parent=unit["Id"], path=path + [name])

    def add_accounts(self, root):
        for number in range(1, MEMBER_ACCOUNTS + 1):
            name = f"account-{number:02}"
            created = self.api.create_account(Email=f"{name}@example.com", AccountName=name)["CreateAccountStatus"]
            account = created["AccountId"]
            place, path = self.places[number % len(self.places)]
            if place != root:
                self.api.move_account(AccountId=account, SourceParentId=root, DestinationParentId=place)
            self.accounts.append({"id": account, "name": name, "path": path})

    def add_policy(self, name, document, targets):
        content = json.dumps(document)
        policy = self.api.create_policy(Name=name, Description=f"{name}.", Type=POLICY_TYPE, Content=content)
        identifier = policy["Policy"]["PolicySummary"]["Id"]
        for target in targets:
            self.api.attach_policy(PolicyId=identifier, TargetId=target)
        self.policies.append({"id": identifier, "name": name, "content": content, "targets": targets})

    def unit(self, name):
        return next(unit["id"] for unit in self.units if unit["name"] == name)

    def first_account_in(self, unit):
        return next(account["id"] for account in self.accounts if account["path"][-1] == unit)


def main():
    parser = argparse.ArgumentParser(description="Builds an organization in a running moto server.")
    parser.add_argument("endpoint", help="http://127.0.0.1:PORT of the moto server")
    print(json.dumps(Builder(parser.parse_args().endpoint).build(), indent=2))


if __name__ == "__main__":
    main()
