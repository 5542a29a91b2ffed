import json
import time

import boto3

TYPE = "AISERVICES_OPT_OUT_POLICY"
BATCH = 100  # PutEvaluations takes no more.
RESERVE_MS = 60_000  # Left for handing over to the next invocation.


def pages(api, operation, key, **arguments):
    for page in api.get_paginator(operation).paginate(**arguments):
        yield from page[key]


def groups(api):
    """Accounts with the same policies on the same path have the same effective policy: (path as text, ids), sorted."""
    targets = set()
    for policy in pages(api, "list_policies", "Policies", Filter=TYPE):
        found = pages(api, "list_targets_for_policy", "Targets", PolicyId=policy["Id"])
        targets.update((target["TargetId"], policy["Id"]) for target in found)
    attached = {}
    for node, policy in sorted(targets):
        attached.setdefault(node, []).append(policy)
    result = {}
    waiting = [(api.list_roots()["Roots"][0]["Id"], ())]
    while waiting:
        node, path = waiting.pop()
        path += ((node, *attached[node]),) if node in attached else ()
        units = pages(api, "list_organizational_units_for_parent", "OrganizationalUnits", ParentId=node)
        waiting += [(unit["Id"], path) for unit in units]
        for account in pages(api, "list_accounts_for_parent", "Accounts", ParentId=node):
            if account.get("State", account.get("Status")) == "ACTIVE":
                own = attached.get(account["Id"])
                key = path + (((account["Id"], *own),) if own else ())
                result.setdefault(key, []).append(account["Id"])
    return sorted((json.dumps(key), sorted(ids)) for key, ids in result.items())


def effective(api, account):
    try:
        answer = api.describe_effective_policy(PolicyType=TYPE, TargetId=account)
        return json.loads(answer["EffectivePolicy"]["PolicyContent"])
    except api.exceptions.EffectivePolicyNotFoundException:
        return {}


def judge(policy):
    values = {key: value.get("opt_out_policy") for key, value in policy.get("services", {}).items()}
    opted_in = sorted(key for key, value in values.items() if value != "optOut")
    if values.get("default") != "optOut":
        return "NON_COMPLIANT", "default is not opted out"
    if opted_in:
        return "NON_COMPLIANT", "opted in: " + ", ".join(opted_in)
    return "COMPLIANT", "default is opted out and no service is opted in"


def evaluations(ids, verdict, note, when):
    return [
        {
            "ComplianceResourceType": "AWS::::Account",
            "ComplianceResourceId": account,
            "ComplianceType": verdict,
            "Annotation": note[:256],
            "OrderingTimestamp": when,
        }
        for account in ids
    ]


def handler(event, context):
    api, config = boto3.client("organizations"), boto3.client("config")
    invoking = json.loads(event["invokingEvent"])
    after = event.get("after")
    for position, ids in groups(api):
        if after is not None and position <= after:
            continue
        if context.get_remaining_time_in_millis() < RESERVE_MS:
            # The rest is for another invocation, which takes up after the last group that is done.
            boto3.client("lambda").invoke(
                FunctionName=context.invoked_function_arn,
                InvocationType="Event",
                Payload=json.dumps({**event, "after": after}).encode(),
            )
            return
        # A failure ends the run: an account that was not asked about gets no evaluation, rather than a good one.
        found = evaluations(ids, *judge(effective(api, ids[0])), invoking["notificationCreationTime"])
        for start in range(0, len(found), BATCH):
            config.put_evaluations(Evaluations=found[start : start + BATCH], ResultToken=event["resultToken"])
            time.sleep(0.2)
        after = position
