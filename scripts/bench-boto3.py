#!/usr/bin/env python3
"""Reads an organization with boto3, call for call as `optout-audit collect` does, and prints how long it took.

    python3 scripts/bench-boto3.py http://127.0.0.1:PORT [--workers 16]

Prints one line of JSON: {"seconds": ..., "calls": ..., "accounts": ...}. Calls that do not depend on each other run in
one thread pool, on one client with as many connections as the pool has threads. Any credentials do for the simulator,
so fixed ones are used. Answers that AWS refuses count as calls.
"""

import argparse
import json
import threading
import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

POLICY_TYPE = "AISERVICES_OPT_OUT_POLICY"


class Collector:
    def __init__(self, endpoint, workers):
        settings = {
            "endpoint_url": endpoint,
            "region_name": "us-east-1",
            "aws_access_key_id": "AKIAIOSFODNN7EXAMPLE",
            "aws_secret_access_key": "benchmark",
            "config": Config(max_pool_connections=workers, retries={"mode": "adaptive", "max_attempts": 10}),
        }
        self.organizations = boto3.client("organizations", **settings)
        self.sts = boto3.client("sts", **settings)
        self.pool = ThreadPoolExecutor(workers)
        self.calls = 0
        self.lock = threading.Lock()

    def call(self, method, **arguments):
        """One call; a refusal (no resource policy, access denied) is an answer too, here None."""
        with self.lock:
            self.calls += 1
        try:
            return method(**arguments)
        except ClientError:
            return None

    def pages(self, method, member, **arguments):
        """All items of a listing, whose pages follow each other."""
        items = []
        while True:
            answer = self.call(method, **arguments) or {}
            items += answer.get(member, [])
            token = answer.get("NextToken")
            if not token:
                return items
            arguments["NextToken"] = token

    def units(self, root):
        """The OU tree level by level, one listing for each parent, all listings of a moment at the same time."""
        listing = self.organizations.list_organizational_units_for_parent
        found = []
        waiting = {self.pool.submit(self.pages, listing, "OrganizationalUnits", ParentId=root)}
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                units = future.result()
                found += units
                waiting |= {
                    self.pool.submit(self.pages, listing, "OrganizationalUnits", ParentId=unit["Id"]) for unit in units
                }
        return found

    def policies(self):
        """The policies and a future for the targets of each."""
        api = self.organizations
        policies = self.pages(api.list_policies, "Policies", Filter=POLICY_TYPE)
        targets = [
            self.pool.submit(self.pages, api.list_targets_for_policy, "Targets", PolicyId=policy["Id"])
            for policy in policies
        ]
        return policies, targets

    def collect(self):
        api, submit = self.organizations, self.pool.submit
        others = [
            submit(self.call, self.sts.get_caller_identity),
            submit(self.call, api.describe_organization),
            submit(self.call, api.describe_resource_policy),
            submit(self.pages, api.list_delegated_administrators, "DelegatedAdministrators"),
            submit(self.pages, api.list_aws_service_access_for_organization, "EnabledServicePrincipals"),
            submit(
                self.pages, api.list_accounts_with_invalid_effective_policy, "Accounts", PolicyType=POLICY_TYPE
            ),
        ]
        listed = submit(self.pages, api.list_accounts, "Accounts")
        policies, targets = self.policies()
        others += targets
        others += [submit(self.call, api.describe_policy, PolicyId=policy["Id"]) for policy in policies]
        for root in self.pages(api.list_roots, "Roots"):
            self.units(root["Id"])
        accounts = listed.result()
        others += [
            submit(self.call, api.describe_effective_policy, PolicyType=POLICY_TYPE, TargetId=account["Id"])
            for account in accounts
        ]
        wait(others)
        _, targets = self.policies()  # Once more, to see whether anything changed while reading.
        wait(targets)
        for future in others + targets:
            future.result()
        return len(accounts)


def main():
    parser = argparse.ArgumentParser(description="Reads an organization with boto3 and prints the time it took.")
    parser.add_argument("endpoint", help="http://127.0.0.1:PORT of organization-simulator")
    parser.add_argument("--workers", type=int, default=16)
    options = parser.parse_args()
    collector = Collector(options.endpoint, options.workers)
    start = time.monotonic()
    accounts = collector.collect()
    seconds = time.monotonic() - start
    print(json.dumps({"seconds": round(seconds, 3), "calls": collector.calls, "accounts": accounts}))


if __name__ == "__main__":
    main()
